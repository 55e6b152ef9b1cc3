//! The engine against trying everything.

use super::*;
use proptest::prelude::*;

const VARIABLES: usize = 10;

/// (coefficient, variable, negated) terms and a degree.
type Constraint = (Vec<(i64, usize, bool)>, i64);

fn constraints() -> impl Strategy<Value = Vec<Constraint>> {
    let term = (-9..10i64, 0..VARIABLES, any::<bool>());
    prop::collection::vec((prop::collection::vec(term, 2..7), -4..9i64), 4..26)
}

fn holds(constraint: &Constraint, values: u32) -> bool {
    let value = |variable: usize, negated: bool| (values >> variable & 1 == 1) != negated;
    constraint.0.iter().filter(|term| value(term.1, term.2)).map(|term| term.0).sum::<i64>() >= constraint.1
}

fn literals(terms: &[(i64, usize, bool)], variables: &[Lit]) -> Vec<(i64, Lit)> {
    terms.iter().map(|&(coefficient, variable, negated)| (coefficient, variables[variable] ^ u32::from(negated))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_that_of_trying_everything(constraints in constraints(), slice in 1..9u64, late in 0..6usize) {
        let mut engine = Engine::new(0);
        let variables: Vec<Lit> = (0..VARIABLES).map(|index| engine.variable(index.is_multiple_of(2))).collect();
        let (late, early) = constraints.split_at(late.min(constraints.len()));
        let finish = |engine: &mut Engine, asked: &[&Constraint]| {
            let outcome = loop {
                match engine.run(slice, 400 * slice) {
                    Outcome::Paused => {}
                    outcome => break outcome,
                }
            };
            let possible = (0..1u32 << VARIABLES).any(|values| asked.iter().all(|constraint| holds(constraint, values)));
            prop_assert_eq!(outcome == Outcome::Sat, possible);
            if possible {
                let values = (0..VARIABLES).fold(0, |bits, index| bits | u32::from(engine.is_true(variables[index])) << index);
                prop_assert!(asked.iter().all(|constraint| holds(constraint, values)));
            }
            Ok(())
        };
        let mut asked: Vec<&Constraint> = early.iter().collect();
        for (terms, degree) in early {
            engine.at_least(&literals(terms, &variables), *degree);
        }
        finish(&mut engine, &asked)?;
        // More constraints after an answer, as when a question is tightened.
        for constraint in late {
            engine.reset();
            engine.at_least(&literals(&constraint.0, &variables), constraint.1);
            asked.push(constraint);
            finish(&mut engine, &asked)?;
        }
    }
}
