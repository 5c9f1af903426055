package io.fragmentcache.internal.memory;

/**
 * A moment by two clocks. Memories of failures end by whichever says so first: a clock that is set back must not make them
 * last, nor one that a test moves by hand while no time passes.
 *
 * @param wall microseconds since 1970
 * @param elapsed microseconds since any moment, which never fall
 */
public record Moments(long wall, long elapsed) {
    /** Whether this moment was less than so many microseconds before the other one, by both clocks. */
    public boolean isWithin(long micros, Moments now) {
        long byWall = now.wall - wall;
        return byWall >= 0 && byWall < micros && now.elapsed - elapsed < micros;
    }

    /** How long ago this was at least: the longer time of both clocks. */
    public long age(Moments now) {
        return Math.max(0, Math.max(now.wall - wall, now.elapsed - elapsed));
    }
}
