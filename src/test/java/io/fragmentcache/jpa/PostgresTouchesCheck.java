package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Stage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The recipe of docs/invalidation.md for Postgres. Run by CI, which has one ({@code fragmentcache.jdbc}). */
class PostgresTouchesCheck {
    private static final String URL = System.getProperty("fragmentcache.jdbc", "");

    private final Stage shop = Stage.lifetime("1h fresh").template("page", """
            <p cache:fragment="card" cache:key="'x'" cache:tags="'Product:7'">[[${name}]]</p>""");

    /** @return how many changes were told within some seconds */
    private int listen(PGConnection postgres) throws SQLException {
        PGNotification[] told = postgres.getNotifications(10_000);
        for (PGNotification each : told) {
            String message = each.getParameter();
            int colon = message.indexOf(':');
            shop.cache().touch(message.substring(0, colon), Long.valueOf(message.substring(colon + 1)));
            shop.cache().engine().requests().end();
        }
        return told.length;
    }

    @Test
    void aCommittedRowOutdatesWhatShowsItAndOneThatIsRolledBackDoesNot() throws SQLException {
        try (Connection listening = DriverManager.getConnection(URL, "shop", "");
                Connection writing = DriverManager.getConnection(URL, "shop", "");
                Statement listen = listening.createStatement();
                Statement write = writing.createStatement()) {
            write.execute("CREATE TEMPORARY TABLE product (id BIGINT PRIMARY KEY, name TEXT)");
            write.execute("CREATE FUNCTION pg_temp.told() RETURNS trigger AS $$ BEGIN"
                    + " PERFORM pg_notify('fragments', 'Product:' || NEW.id); RETURN NEW; END $$ LANGUAGE plpgsql");
            write.execute("CREATE TRIGGER told AFTER INSERT OR UPDATE ON product FOR EACH ROW"
                    + " EXECUTE FUNCTION pg_temp.told()");
            listen.execute("LISTEN fragments");
            PGConnection postgres = listening.unwrap(PGConnection.class);
            shop.with("name", "old").render("page").shows("<p>old</p>");
            shop.with("name", "new");

            writing.setAutoCommit(false);
            write.execute("INSERT INTO product VALUES (8, 'rolled back')");
            writing.rollback();
            write.execute("INSERT INTO product VALUES (7, 'new')");
            shop.render("page").shows("<p>old</p>");
            writing.commit();
            assertThat(listen(postgres)).isEqualTo(1);
            shop.render("page").shows("<p>new</p>");
        }
    }
}
