"""What happens after a commit: jobs are run and due deadlines fire, each in its own transaction."""
