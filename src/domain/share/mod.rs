//! Share links: a request as a short text, and back.
