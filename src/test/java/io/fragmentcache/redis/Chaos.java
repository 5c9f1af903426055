package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes, each behind a wire; a random schedule of renders, touches, cuts, returns, wipes and restarts of the
 * server, with its data, with older data and without. Oracle: what was read before a touch that returned is fresh for
 * nobody who knows of the touch, and as soon as the wires are mended for nobody at all.
 */
final class Chaos implements AutoCloseable {
    private static final int NODES = 3;
    private static final int TAGS = 40;
    private static final int SETTLES_EVERY = 500;
    private static final int LATE = 20;

    /** A render that began, and what came of it. */
    private static final class Render {
        final int node;
        final Entry entry;
        final Set<Integer> holders = new HashSet<>();
        boolean touched;

        Render(int node, Entry entry) {
            this.node = node;
            this.entry = entry;
            holders.add(node);
        }
    }

    /** How often each thing happened. */
    static final class Counts {
        int renders;
        int touches;
        int cuts;
        int wipes;
        int restarts;
        int waits;
        /** Entries that came from one node to another's hands. */
        int shared;
        /** How often an entry was held against a touch. */
        long judged;

        @Override
        public String toString() {
            return renders + " renders, " + touches + " touches, " + shared + " entries shared, " + cuts + " cuts, "
                    + wipes + " wipes, " + restarts + " restarts, " + waits + " waits for a return, " + judged
                    + " judgements";
        }
    }

    final Counts counts = new Counts();
    private final long seed;
    private final Random random;
    private final Server server = new Server();
    private final List<Wire> wires = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Tag, List<Render>> renders = new HashMap<>();
    private final List<Render> last = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private int step;

    Chaos(long seed) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        for (int i = 0; i < NODES; i++) {
            wires.add(new Wire(server.port));
            nodes.add(new Node(wires.get(i).uri(), Duration.ofSeconds(1)));
        }
    }

    void run(int steps) throws IOException {
        for (step = 0; step < steps; step++) {
            step();
            if (step % SETTLES_EVERY == 0) {
                settle();
            }
        }
    }

    private void step() throws IOException {
        int who = random.nextInt(NODES);
        Tag tag = Tag.of("Product", random.nextInt(TAGS));
        int what = random.nextInt(1_000);
        if (what < 500) {
            render(who, tag);
        } else if (what < 700) {
            touch(who, tag);
        } else if (what < 980 && !last.isEmpty()) {
            write(last.get(random.nextInt(last.size())));
        } else if (what == 980) {
            restart();
        } else if (what < 983) {
            tell("saved");
            server.cli().save();
        } else if (what < 988) {
            tell("node " + who + " is cut off");
            counts.cuts++;
            wires.get(who).cut();
        } else if (what < 998) {
            tell("node " + who + " is mended");
            wires.get(who).mend();
            if (random.nextBoolean()) {
                awaitReturn(nodes.get(who));
            }
        } else {
            tell("wiped");
            counts.wipes++;
            server.cli().flushall();
        }
    }

    /** What happened since the nodes were last settled, for whoever reads of a violation. */
    private void tell(String what) {
        story.add("%d %s %s"
                .formatted(
                        step,
                        what,
                        nodes.stream().map(node -> node.stamps.state().name()).toList()));
    }

    private void restart() throws IOException {
        counts.restarts++;
        switch (random.nextInt(3)) {
            case 0 -> {
                tell("restarts with its data");
                server.restart(true);
            }
            case 1 -> {
                tell("restarts empty");
                server.restart(false);
            }
            default -> {
                tell("restarts with what was saved");
                server.restartWithItsFile();
            }
        }
    }

    private void render(int who, Tag tag) {
        counts.renders++;
        Node node = nodes.get(who);
        Render render = new Render(who, node.render(step, tag, node.stamps.seen()));
        renders.computeIfAbsent(tag, each -> new ArrayList<>()).add(render);
        last.add(render);
        if (last.size() > LATE) {
            last.remove(0);
        }
    }

    private void touch(int who, Tag tag) {
        counts.touches++;
        tell("node " + who + " touches " + tag);
        nodes.get(who).touch(tag);
        for (Render render : renders.getOrDefault(tag, List.of())) {
            render.touched = true;
            if (render.holders.contains(who)) {
                counts.judged++;
                assertThat(nodes.get(who).takesForFresh(render.entry))
                        .as("seed %d, step %d", seed, step)
                        .isFalse();
            }
        }
    }

    /** A render of some time ago ends only now: it is written, and read by those who can. */
    private void write(Render late) {
        if (!written(nodes.get(late.node), late.entry)) {
            return;
        }
        for (int i = 0; i < NODES; i++) {
            if (late.entry.equals(read(nodes.get(i), late.entry)) && late.holders.add(i)) {
                counts.shared++;
            }
        }
    }

    private void awaitReturn(Node node) {
        counts.waits++;
        assertThat(Server.eventually(node::follows))
                .as("seed %d, step %d, follows", seed, step)
                .isTrue();
    }

    /** The wires are mended: then all nodes know of all touches. */
    void settle() {
        wires.forEach(Wire::mend);
        nodes.forEach(this::awaitReturn);
        // One more touch of each, so that whoever was not told of a wipe is.
        for (Node node : nodes) {
            node.touch(Tag.of("end"));
        }
        for (Node node : nodes) {
            assertThat(Server.eventually(() -> nodes.stream().allMatch(other -> node.hasCaughtUpWith(other.stamps))))
                    .as("seed %d, step %d, catches up", seed, step)
                    .isTrue();
        }
        renders.values()
                .forEach(each -> each.stream()
                        .filter(render -> render.touched)
                        .forEach(render -> render.holders.forEach(holder -> isOutdated(holder, render.entry))));
        story.clear();
        renders.clear();
        last.clear();
    }

    private void isOutdated(int holder, Entry entry) {
        counts.judged++;
        assertThat(Server.eventually(() -> !nodes.get(holder).takesForFresh(entry)))
                .as(
                        "seed %d, step %d, node %d takes for fresh %s:%n%s",
                        seed, step, holder, entry, String.join("\n", story))
                .isTrue();
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

    @Override
    public void close() throws IOException {
        nodes.forEach(Node::close);
        for (Wire wire : wires) {
            wire.close();
        }
        server.close();
    }
}
