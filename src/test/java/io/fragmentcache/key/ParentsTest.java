package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What else is touched when a model is. */
class ParentsTest {
    private static final Versions VERSIONS = Versions.none();

    record Product(long id) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    record Review(long id, @Touches @Nullable Product product) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    static final class Node implements Versioned {
        final int id;

        @Touches
        final List<Node> above = new ArrayList<>();

        Node(int id) {
            this.id = id;
        }

        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    @Test
    void anAnnotatedAssociationIsTouchedWithItsModel() {
        assertThat(tags(Parents.none(), new Review(1, new Product(7))))
                .containsExactly(Tag.of("Review", 1), Tag.of("Product", 7));
    }

    @Test
    void anAssociationThatIsNullTouchesNothing() {
        assertThat(tags(Parents.none(), new Review(1, null))).containsExactly(Tag.of("Review", 1));
    }

    @Test
    void aRegisteredResolverAddsModelsAndTags() {
        Parents parents = Parents.none()
                .with(Product.class, product -> List.of(Tag.of("catalog"), new Product(product.id() + 100)));
        assertThat(tags(parents, new Review(1, new Product(7))))
                .contains(Tag.of("Review", 1), Tag.of("Product", 7), Tag.of("catalog"), Tag.of("Product", 107));
    }

    @Test
    void aCycleEnds() {
        Node one = new Node(1);
        Node two = new Node(2);
        one.above.add(two);
        two.above.add(one);
        assertThat(tags(Parents.none(), one)).containsExactly(Tag.of("Node", 1), Tag.of("Node", 2));
    }

    @Test
    void aModelThatIsReachedTwiceIsTouchedOnce() {
        Node top = new Node(0);
        Node left = new Node(1);
        Node right = new Node(2);
        left.above.add(top);
        right.above.add(top);
        assertThat(tags(Parents.none(), left, right))
                .containsExactly(Tag.of("Node", 1), Tag.of("Node", 0), Tag.of("Node", 2));
    }

    @Test
    void noChainIsFollowedBeyondSixteenAncestors() {
        Node first = new Node(0);
        Node last = first;
        for (int i = 1; i < 40; i++) {
            Node next = new Node(i);
            last.above.add(next);
            last = next;
        }
        assertThat(tags(Parents.none(), first)).hasSize(17).contains(Tag.of("Node", 16));
    }

    private static List<Tag> tags(Parents parents, Object... models) {
        return new ArrayList<>(parents.tagsOf(List.of(models), VERSIONS));
    }
}
