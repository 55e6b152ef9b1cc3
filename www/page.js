// The stand-alone page: nothing but the element.
import "./cnam-parcours.js";
