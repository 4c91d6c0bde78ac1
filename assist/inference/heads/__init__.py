"""Small heads over message vectors: dialogue acts, salience, sentiment, case status. numpy at run time."""
