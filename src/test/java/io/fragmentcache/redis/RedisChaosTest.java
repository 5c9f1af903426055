package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, each behind a wire; a random schedule of renders, touches, cuts, returns, wipes and
 * restarts of the server, with its data and without. Oracle: what was read
 * before a touch that returned is fresh for nobody who knows of the touch, and in the end for nobody at all.
 */
class RedisChaosTest {
    /** More of them: {@code -Dchaos.steps=100000}. */
    private static final int STEPS = Integer.getInteger("chaos.steps", 3_000);

    private static final int NODES = 3;
    private static final int TAGS = 8;

    /** A render that began, and what came of it. */
    private static final class Render {
        final int node;
        final Tag tag;
        final long seen;
        final Set<Integer> holders = new HashSet<>();
        boolean touched;
        final Entry entry;

        Render(int node, Tag tag, long seen, Entry entry) {
            this.node = node;
            this.tag = tag;
            this.seen = seen;
            this.entry = entry;
        }
    }

    @Test
    void noNodeTakesForFreshWhatWasReadBeforeATouchThatItKnowsOf() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Wire> wires = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        List<Render> renders = new ArrayList<>();
        int shared = 0;
        try (Server server = new Server()) {
            for (int i = 0; i < NODES; i++) {
                wires.add(new Wire(server.port));
                nodes.add(new Node(wires.get(i).uri(), Duration.ofSeconds(1)));
            }
            for (int step = 0; step < STEPS; step++) {
                int who = random.nextInt(NODES);
                Node node = nodes.get(who);
                Tag tag = Tag.of("Product", random.nextInt(TAGS));
                int what = random.nextInt(1_000);
                if (what < 500) {
                    long seen = node.stamps.seen();
                    renders.add(new Render(who, tag, seen, node.render(step, tag, seen)));
                } else if (what < 700) {
                    node.touch(tag);
                    for (Render render : renders) {
                        render.touched |= render.tag.equals(tag);
                        if (render.tag.equals(tag) && holds(render, who)) {
                            assertThat(node.takesForFresh(render.entry))
                                    .as("seed %d, step %d", seed, step)
                                    .isFalse();
                        }
                    }
                } else if (what < 980 && !renders.isEmpty()) {
                    // A render of some time ago ends only now: it is written, and read by those who can.
                    Render late = renders.get(renders.size() - 1 - random.nextInt(Math.min(20, renders.size())));
                    if (written(nodes.get(late.node), late.entry)) {
                        shared++;
                        for (int i = 0; i < NODES; i++) {
                            if (late.entry.equals(read(nodes.get(i), late.entry))) {
                                late.holders.add(i);
                            }
                        }
                    }
                } else if (what == 980) {
                    server.restart(random.nextBoolean());
                } else if (what < 988) {
                    wires.get(who).cut();
                } else if (what < 998) {
                    wires.get(who).mend();
                    if (random.nextBoolean()) {
                        assertThat(Server.eventually(node::follows))
                                .as("seed %d", seed)
                                .isTrue();
                    }
                } else {
                    server.cli().flushall();
                }
            }
            wires.forEach(Wire::mend);
            for (Node node : nodes) {
                assertThat(Server.eventually(node::follows)).as("seed %d", seed).isTrue();
            }
            // One more touch of each, so that whoever was not told of a wipe is.
            for (Node node : nodes) {
                node.touch(Tag.of("end"));
            }
            for (Node node : nodes) {
                assertThat(Server.eventually(
                                () -> nodes.stream().allMatch(other -> node.hasCaughtUpWith(other.stamps))))
                        .as("seed %d", seed)
                        .isTrue();
            }
            for (Render render : renders) {
                for (int i = 0; i < NODES; i++) {
                    if (render.touched && holds(render, i)) {
                        Node holder = nodes.get(i);
                        assertThat(Server.eventually(() -> !holder.takesForFresh(render.entry)))
                                .as("seed %d, seen %d", seed, render.seen)
                                .isTrue();
                    }
                }
            }
            nodes.forEach(Node::close);
        }
        for (Wire wire : wires) {
            wire.close();
        }
        assertThat(shared).isGreaterThan(50);
    }

    private static boolean holds(Render render, int node) {
        return render.node == node || render.holders.contains(node);
    }

    private static @Nullable Entry read(Node node, Entry entry) {
        try {
            return node.store.read(entry.key());
        } catch (RedisLink.Failed cut) {
            return null;
        }
    }

    private static boolean written(Node node, Entry entry) {
        try {
            return node.store.write(entry) == Written.STORED;
        } catch (RedisLink.Failed cut) {
            // It may have been stored all the same; then nobody says so, and others may still read it.
            return false;
        }
    }
}
