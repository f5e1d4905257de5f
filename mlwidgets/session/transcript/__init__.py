"""The lines that just ran: the Python that does what somebody has done to an experiment on the page."""
