"""The course: lessons as text files, tasks that are marked on live numbers, and what a learner has done."""
