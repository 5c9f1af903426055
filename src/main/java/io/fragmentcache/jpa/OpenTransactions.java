package io.fragmentcache.jpa;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.transaction.Uncommitted;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what each transaction changes, and touches all of it at one moment, after the commit. Hibernate's own
 * transactions tell of their end, so Spring need not be there; a transaction inside another has a session of its own.
 * Thread-safe.
 */
final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private final Engine engine;
    private final Map<SharedSessionContractImplementor, Changes> open =
            Collections.synchronizedMap(new WeakHashMap<>());

    OpenTransactions(Engine engine) {
        this.engine = engine;
    }

    /** Never throws: a touch that fails must not fail the transaction. */
    void add(@Nullable SharedSessionContractImplementor session, Supplier<Set<Tag>> tags) {
        try {
            Set<Tag> all = tags.get();
            if (session == null || session instanceof StatelessSession || !session.isTransactionInProgress()) {
                touchNowAndLater(all);
            }
            if (session != null && session.isTransactionInProgress()) {
                changes(session).tags.addAll(all);
            }
        } catch (RuntimeException e) {
            LOG.error("{}", Problem.changeNotTouched().withAnchor(), e);
        }
    }

    /**
     * Of a session without state: each statement may be committed already, or belong to a transaction that Spring leads on
     * the same connection. To touch too often does no harm.
     */
    private void touchNowAndLater(Set<Tag> tags) {
        engine.touchCommitted(tags);
        if (engine.settings().deferTouches() != null) {
            engine.touch(tags);
        }
    }

    private Changes changes(SharedSessionContractImplementor session) {
        Changes known = open.get(session);
        if (known != null) {
            return known;
        }
        Changes changes = new Changes(session);
        session.accessTransaction().registerSynchronization(changes);
        open.put(session, changes);
        return changes;
    }

    private final class Changes implements Synchronization {
        private final Set<Tag> tags = new LinkedHashSet<>();
        private final Uncommitted.Pending pending = engine.uncommitted().begin().endIsTold();
        private boolean commits;

        /** Weakly held by the map, so it is not held here. */
        private final java.lang.ref.WeakReference<SharedSessionContractImplementor> session;

        Changes(SharedSessionContractImplementor session) {
            this.session = new java.lang.ref.WeakReference<>(session);
        }

        /** Not called before a rollback. */
        @Override
        public void beforeCompletion() {
            commits = true;
        }

        @Override
        public void afterCompletion(int status) {
            open.remove(session.get());
            pending.end();
            // Hibernate tells a rollback and a commit in doubt by the same status. In doubt, a touch does no harm.
            if (status == Status.STATUS_COMMITTED || (commits && status != Status.STATUS_ROLLEDBACK)) {
                try {
                    engine.touchCommitted(tags);
                } catch (RuntimeException e) {
                    LOG.error("{}", Problem.changeNotTouched().withAnchor(), e);
                }
            }
        }
    }
}
