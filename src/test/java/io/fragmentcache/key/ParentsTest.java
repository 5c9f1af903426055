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
        Parents parents = Parents.none().with(Product.class, product -> List.of(Tag.of("catalog"), new Product(107)));
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
                .containsExactlyInAnyOrder(Tag.of("Node", 1), Tag.of("Node", 0), Tag.of("Node", 2));
    }

    @Test
    void noChainIsTooLong() {
        Node first = new Node(0);
        Node last = first;
        for (int i = 1; i < 20_000; i++) {
            Node next = new Node(i);
            last.above.add(next);
            last = next;
        }
        assertThat(tags(Parents.none(), first)).hasSize(20_000).contains(Tag.of("Node", 19_999));
    }

    @Test
    void aResolverThatGivesANewModelEachTimeTouchesEverythingAndIsTold() {
        Parents.Reached reached = Parents.none()
                .with(Product.class, product -> new Product(product.id() + 1))
                .of(List.of(new Product(0)), VERSIONS);
        assertThat(reached.tags()).contains(Tag.of("Product", 99_999), Tag.EVERYTHING);
        assertThat(reached.unread())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .hasMessage(
                                "More than 100000 models are above a io.fragmentcache.key.ParentsTest$Product that was"
                                        + " touched, so every fragment was touched. Let touches(..) in the builder and @Touches lead to"
                                        + " models that exist, not to a new one each time."));
    }

    @Test
    void aListThatHoldsItselfEnds() {
        List<Object> itself = new ArrayList<>(List.of(new Product(7)));
        itself.add(itself);
        assertThat(tags(Parents.none().with(Product.class, product -> itself), new Review(1, new Product(7))))
                .containsExactly(Tag.of("Review", 1), Tag.of("Product", 7));
    }

    @Test
    void aRowThatMovedTouchesItsOldParentAndItsNewOne() {
        assertThat(tags(Parents.none(), new Review(1, new Product(7)), new Review(1, new Product(8))))
                .contains(Tag.of("Product", 7), Tag.of("Product", 8));
    }

    @Test
    void theParentsOfAModelAreTouchedThoughItsTagWasGivenAlone() {
        assertThat(tags(
                        Parents.none().with(Product.class, p -> Tag.of("catalog")),
                        Tag.of("Product", 7),
                        new Review(1, new Product(7))))
                .contains(Tag.of("catalog"));
    }

    @Test
    void aResolverThatFailsLosesNoOtherTouch() {
        Parents parents = Parents.none()
                .with(Review.class, review -> {
                    throw new IllegalStateException("no session");
                })
                .with(Review.class, review -> Tag.of("reviews"));
        Parents.Reached reached = parents.of(List.of(new Review(1, new Product(7))), VERSIONS);
        assertThat(reached.tags())
                .containsExactlyInAnyOrder(Tag.of("Review", 1), Tag.of("reviews"), Tag.of("Product", 7));
        assertThat(reached.unread())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .hasMessageStartingWith(
                                "The parent of a io.fragmentcache.key.ParentsTest$Review could not be read")
                        .hasCauseInstanceOf(IllegalStateException.class));
    }

    @Test
    void aParentWithoutIdentityLosesNoOtherTouch() {
        Parents.Reached reached = Parents.none()
                .with(
                        Review.class,
                        review -> List.of(new Object(), review.product() == null ? List.of() : review.product()))
                .of(List.of(new Review(1, new Product(7))), VERSIONS);
        assertThat(reached.tags()).containsExactly(Tag.of("Review", 1), Tag.of("Product", 7));
        assertThat(reached.unread()).hasSize(1);
    }

    private static List<Tag> tags(Parents parents, Object... models) {
        return new ArrayList<>(parents.of(List.of(models), VERSIONS).tags());
    }
}
