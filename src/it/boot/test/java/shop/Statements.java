package shop;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.springframework.stereotype.Component;

/** Counts what is asked of the database. */
@Component
class Statements {
    private final Statistics statistics;

    Statements(EntityManagerFactory factory) {
        statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
    }

    void forget() {
        statistics.clear();
    }

    long count() {
        return statistics.getPrepareStatementCount();
    }
}
