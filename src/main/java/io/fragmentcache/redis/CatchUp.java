package io.fragmentcache.redis;

import io.fragmentcache.key.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Script#CATCH_UP} tells: all that was touched since a stamp.
 *
 * @param time by the clock of Redis, in microseconds
 * @param last the last stamp that was given
 * @param epoch of the server: another one means that it lost its stamps
 * @param held the latest stamp that the server knows of, up to the one asked for; an earlier one means that the server
 *     lost touches to which it had given stamps
 * @param touched tags, each with its stamp
 */
record CatchUp(long time, long last, long epoch, long held, Map<Tag, Long> touched) {
    static CatchUp of(List<Object> answer) {
        Map<Tag, Long> touched = new HashMap<>();
        for (int i = 4; i + 1 < answer.size(); i += 2) {
            String tag = text(answer.get(i));
            if (!tag.equals(Script.LAST)) {
                Tag known = tag.startsWith(Script.NO_TAG) ? Tag.EVERYTHING : Tag.of(tag);
                touched.merge(known, (long) Double.parseDouble(text(answer.get(i + 1))), Math::max);
            }
        }
        return new CatchUp(
                (Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2), (Long) answer.get(3), touched);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
