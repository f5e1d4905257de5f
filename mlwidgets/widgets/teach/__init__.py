"""What a teacher has: choose what learners see, write a step, copy the link."""
