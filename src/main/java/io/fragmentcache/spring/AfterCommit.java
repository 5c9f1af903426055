package io.fragmentcache.spring;

import io.fragmentcache.internal.transaction.DeferredTouch;
import java.util.function.Consumer;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Holds a touch back until Spring's transaction around it is committed, and drops it after a rollback. Without a
 * transaction, or with one that only Spring knows ({@code SUPPORTS}), a touch takes effect immediately.
 *
 * <pre>{@code
 * FragmentCache.over(store).deferTouches(new AfterCommit()).build();
 * }</pre>
 *
 * <p>It runs before other callbacks after the commit, so that these see pages with the change. Thread-safe.
 */
public final class AfterCommit implements Consumer<Runnable> {
    @Override
    public void accept(Runnable touch) {
        if (TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive()) {
            TransactionSynchronizationManager.registerSynchronization(new Deferred(touch));
        } else {
            touch.run();
        }
    }

    private static final class Deferred implements TransactionSynchronization {
        private final Runnable touch;
        private boolean done;

        Deferred(Runnable touch) {
            this.touch = touch;
            if (touch instanceof DeferredTouch deferred) {
                deferred.endIsTold();
            }
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            done = true;
            touch.run();
        }

        /** A touch that was made in a callback after the commit is told of nothing but this. */
        @Override
        public void afterCompletion(int status) {
            if (done) {
                return;
            }
            if (status == STATUS_ROLLED_BACK) {
                if (touch instanceof DeferredTouch deferred) {
                    deferred.drop();
                }
            } else {
                touch.run();
            }
        }
    }
}
