//! The tree itself is tested: who may name whom, how long things may get, and that nothing is forgotten.
