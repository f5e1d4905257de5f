"""The doctor's part of an experiment: vitals taken while a run goes on, and remedies applied to it."""
