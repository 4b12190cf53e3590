"""The databases that tests get are empty, of both kinds, and keep what is written."""

import sqlalchemy


def test_a_fresh_database_is_empty_and_writable(database_url: str) -> None:
    database = sqlalchemy.create_engine(database_url)
    with database.begin() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
        connection.execute(sqlalchemy.text("create table letters (text varchar(20))"))
        connection.execute(sqlalchemy.text("insert into letters values ('ң ө ү')"))
    with database.connect() as connection:
        assert connection.scalar(sqlalchemy.text("select text from letters")) == "ң ө ү"
    database.dispose()


def test_each_test_gets_its_own_database(database_url: str) -> None:
    database = sqlalchemy.create_engine(database_url)
    with database.connect() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
    database.dispose()
