package io.fragmentcache.redis;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Asks Redis for stamps, and for what was touched. Waits for answers, and throws where none comes. */
final class StampServer {
    private static final int TAGS_OF_A_CALL = 10_000;
    private static final long STREAM_LENGTH = 10_000;
    private static final long CATCH_UP_MILLIS = 2_000;

    /**
     * What a touch was answered with.
     *
     * @param before the stamp that was given before this one
     * @param epoch of the server
     */
    record Told(long stamp, long before, long epoch) {}

    private final RedisLink link;
    private final String[] keys;
    private final byte[] keepMicros;
    private final long touchMillis;

    StampServer(RedisLink link, RedisKeys names, Duration keep, long touchMillis) {
        this.link = link;
        this.keys = new String[] {names.stamps(), names.touches()};
        this.keepMicros = Script.argument(Micros.of(keep));
        this.touchMillis = touchMillis;
    }

    /**
     * Touches the tags with one stamp, whatever their number; none of them too. More than the server should be held up by
     * count as all of them: everything is touched then.
     *
     * @param after a number that the stamp exceeds
     * @param heard is handed the tags with the answer
     * @return the stamp
     */
    long touch(List<Tag> tags, long after, BiConsumer<List<Tag>, Told> heard) {
        List<Tag> told = tags.size() > TAGS_OF_A_CALL ? PendingTouches.all(tags) : tags;
        byte[][] arguments = arguments(told, after);
        List<Object> answer = link.call(touchMillis, redis -> Script.TOUCH.run(redis, keys, arguments));
        Told of = new Told((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2));
        heard.accept(told, of);
        return of.stamp();
    }

    private byte[][] arguments(List<Tag> tags, long after) {
        List<byte[]> arguments = new ArrayList<>(tags.size() + 3);
        arguments.add(Script.argument(after));
        arguments.add(keepMicros);
        arguments.add(Script.argument(STREAM_LENGTH));
        tags.forEach(tag -> arguments.add(Script.argument(tag.name())));
        return arguments.toArray(byte[][]::new);
    }

    CatchUp missedSince(long position) {
        return CatchUp.of(link.call(
                CATCH_UP_MILLIS, redis -> Script.CATCH_UP.run(redis, keys, Script.argument(position), keepMicros)));
    }
}
