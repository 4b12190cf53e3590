"""Service tasks that do something: they write in the transaction of the step that caused them."""
