package io.fragmentcache.redis;

import io.fragmentcache.key.Tag;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the stream of touches on a thread and a connection of its own, for as long as the store is open. */
final class TouchFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);
    private static final long BLOCK_MILLIS = 250;
    private static final long ANSWER_MILLIS = BLOCK_MILLIS + 500;
    private static final long HEARTBEAT_NANOS = 5_000_000_000L;
    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final String LAST_OF_A_STAMP = "-18446744073709551615";

    private final RedisLink link;
    private final RedisStamps stamps;
    private final String stream;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this, "fragment-cache-touches");

    TouchFollower(RedisLink link, RedisStamps stamps, RedisKeys keys, RandomGenerator random) {
        this.link = link;
        this.stamps = stamps;
        this.stream = keys.touches();
        this.random = random;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        long pause = SHORTEST_PAUSE_MILLIS;
        boolean said = false;
        while (isOpen()) {
            RedisConnection connection = null;
            try {
                connection = link.connect();
                stamps.catchUp();
                LOG.info("Following the touches of all nodes.");
                pause = SHORTEST_PAUSE_MILLIS;
                said = false;
                follow(connection);
            } catch (RuntimeException e) {
                stamps.cutOff();
                link.hangUp();
                if (isOpen() && !said) {
                    LOG.warn("Redis is out of reach; this node goes on by itself, and catches up on return.", e);
                    said = true;
                }
            } finally {
                if (connection != null) {
                    connection.hangUp();
                }
            }
            stamps.cutOff();
            rest((long) (pause * (0.5 + random.nextDouble() / 2)));
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private void follow(RedisConnection connection) {
        long heard = System.nanoTime();
        while (isOpen() && stamps.state() == RedisStamps.State.FOLLOWING) {
            List<StreamMessage<String, byte[]>> messages = link.await(
                    ANSWER_MILLIS,
                    connection
                            .commands()
                            .xread(
                                    XReadArgs.Builder.block(BLOCK_MILLIS).count(MOST_AT_ONCE),
                                    XReadArgs.StreamOffset.from(stream, stamps.position() + LAST_OF_A_STAMP)));
            boolean whole = messages.stream().allMatch(this::hear);
            if (!whole || System.nanoTime() - heard > HEARTBEAT_NANOS) {
                stamps.catchUp();
                heard = System.nanoTime();
            }
        }
    }

    private boolean hear(StreamMessage<String, byte[]> message) {
        String id = message.getId();
        int dash = id.indexOf('-');
        return stamps.heard(
                tags(message.getBody()), Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
    }

    /** Of a record in the form of a later release: everything, which is safe whatever it says. */
    static List<Tag> tags(Map<String, byte[]> record) {
        byte[] form = record.get(Script.FORM);
        byte[] packed = record.get(Script.TAGS);
        if (form != null && packed != null && Arrays.equals(form, Script.argument(Script.FORM_OF_MANY))) {
            return unpacked(packed);
        }
        if (form == null || !Arrays.equals(form, Script.argument(Script.FORM_OF_NOW))) {
            return List.of(Tag.EVERYTHING);
        }
        return record.keySet().stream()
                .filter(field -> !field.equals(Script.FORM))
                .map(Tag::of)
                .toList();
    }

    /** Each tag with its length in bytes and a colon before it; everything, where that is not so. */
    private static List<Tag> unpacked(byte[] packed) {
        List<Tag> tags = new ArrayList<>();
        int at = 0;
        while (at < packed.length) {
            int length = 0;
            for (; at < packed.length && packed[at] != ':' && length < packed.length; at++) {
                length = length * 10 + packed[at] - '0';
            }
            int from = at + 1;
            if (length < 0 || length > packed.length - from) {
                return List.of(Tag.EVERYTHING);
            }
            tags.add(Tag.of(new String(packed, from, length, StandardCharsets.UTF_8)));
            at = from + length;
        }
        return tags;
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void rest(long millis) {
        try {
            boolean ended = closed.await(millis, TimeUnit.MILLISECONDS);
            LOG.debug("rested, and {}", ended ? "ends" : "tries again");
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    /** Ends after what is under way; the thread that closes the connections waits for it. */
    void close() {
        closed.countDown();
    }

    void awaitEnd(Duration patience) {
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
