package io.fragmentcache.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What is done in Redis at one go.
 *
 * @param text in Lua
 * @param output how the answer is read
 */
record Script(String text, ScriptOutputType output) {
    /**
     * A name that begins with this character is not a tag. A later release with another format of touches writes such names
     * among the stamps. Nodes of this release then take everything for touched.
     */
    static final String NO_TAG = "\0";

    /** The member of the stamps that holds the last one given. */
    static final String LAST = NO_TAG + "last";

    /** The field of each record in the stream that tells its form: another one than {@link #FORM_OF_NOW} is not read. */
    static final String FORM = NO_TAG + "form";

    static final String FORM_OF_NOW = "1";

    /** The form of a touch of more tags than a record has room for as fields: all of them in one field, with lengths. */
    static final String FORM_OF_MANY = "2";

    /** The field of such a record. */
    static final String TAGS = NO_TAG + "tags";

    /**
     * KEYS entry. ARGV envelope, milliseconds to live. 1 where it was stored, 0 where one born as late is there. The
     * births are read at their fixed place; a number of Lua holds microseconds exactly until the year 2255.
     */
    static final Script PUT_IF_NEWER = new Script("""
            local born = redis.call('GETRANGE', KEYS[1], 1, 8)
            if #born == 8 and struct.unpack('>i8', born) >= struct.unpack('>i8', string.sub(ARGV[1], 2, 9)) then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """, ScriptOutputType.INTEGER);

    /**
     * KEYS stamps, touches. ARGV a number that the stamp must exceed, microseconds that stamps are kept, length of the
     * stream, tags. Gives the stamp, the one before it, and the epoch. The identity of a record in the stream is its
     * stamp, a dash, and the stamp before it: so a reader sees whether it missed one. A touch of no tag has one too. Its fields are its form and the tags.
     */
    static final Script TOUCH = new Script("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local last = tonumber(redis.call('ZSCORE', KEYS[1], '\\0last') or '0')
            local stamp = math.max(last + 1, now, tonumber(ARGV[1]) + 1)
            local text = string.format('%.0f', stamp)
            local epoch = redis.call('ZRANGEBYSCORE', KEYS[1], '+inf', '+inf')[1]
            if not epoch then
              epoch = text
              redis.call('ZADD', KEYS[1], '+inf', epoch)
            end
            redis.call('ZADD', KEYS[1], text, '\\0last')
            local record = {'\\0form', '1'}
            local packed = {}
            for from = 4, #ARGV, 1000 do
              local some = {}
              for i = from, math.min(from + 999, #ARGV) do
                some[#some + 1] = text
                some[#some + 1] = ARGV[i]
                packed[#packed + 1] = #ARGV[i] .. ':' .. ARGV[i]
                if #ARGV <= 1003 then
                  record[#record + 1] = ARGV[i]
                  record[#record + 1] = ''
                end
              end
              redis.call('ZADD', KEYS[1], unpack(some))
            end
            if #ARGV > 1003 then
              record = {'\\0form', '2', '\\0tags', table.concat(packed)}
            end
            local id = text .. '-' .. string.format('%.0f', last)
            redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], id, unpack(record))
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[2]))
            for i = 1, 2 do
              redis.call('PEXPIRE', KEYS[i], string.format('%.0f', ARGV[2] / 1000))
            end
            return {stamp, last, tonumber(epoch)}
            """, ScriptOutputType.MULTI);

    /**
     * KEYS stamps, touches. ARGV a stamp, microseconds that stamps are kept. Gives the time, the last stamp, the epoch,
     * the latest stamp up to the given one that the server knows of (the given one, where the stream does not reach so far
     * back), then each tag that was touched after the stamp, with its own.
     */
    static final Script CATCH_UP = new Script("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local epoch = redis.call('ZRANGEBYSCORE', KEYS[1], '+inf', '+inf')[1]
            if not epoch then
              epoch = string.format('%.0f', now)
              redis.call('ZADD', KEYS[1], '+inf', epoch, epoch, '\\0last')
            end
            for i = 1, 2 do
              redis.call('PEXPIRE', KEYS[i], string.format('%.0f', ARGV[2] / 1000))
            end
            local record = redis.call('XREVRANGE', KEYS[2], ARGV[1] .. '-18446744073709551615', '-', 'COUNT', 1)[1]
            local held = tonumber(record and string.match(record[1], '%d+') or ARGV[1])
            local last = tonumber(redis.call('ZSCORE', KEYS[1], '\\0last') or epoch)
            local answer = {now, last, tonumber(epoch), math.min(held, last)}
            for _, each in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '(+inf', 'WITHSCORES')) do
              answer[#answer + 1] = each
            end
            return answer
            """, ScriptOutputType.MULTI);

    /** KEYS lease. ARGV the token of its holder. */
    static final Script RELEASE = new Script("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0
            """, ScriptOutputType.INTEGER);

    /** Sends the digest of the script, and its text where the server does not know it. */
    <T> CompletionStage<T> run(RedisClusterAsyncCommands<String, byte[]> redis, String[] keys, byte[]... arguments) {
        RedisFuture<T> known = redis.evalsha(redis.digest(text), output, keys, arguments);
        return known.handle((answer, failure) -> {
                    if (isUnknown(failure)) {
                        RedisFuture<T> sent = redis.eval(text, output, keys, arguments);
                        return (CompletionStage<T>) sent;
                    }
                    return known;
                })
                .thenCompose(stage -> stage);
    }

    private static boolean isUnknown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RedisNoScriptException;
    }

    static byte[] argument(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] argument(long number) {
        return argument(Long.toString(number));
    }
}
