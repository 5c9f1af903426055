package io.fragmentcache.testing;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.definition.ApartReads;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;

/**
 * Every cached fragment of an application, with what is wrong with it.
 *
 * @param trees of all fragments whose digest could be computed, sorted
 * @param messages digest of each message's text, by locale and key
 * @param unlisted resolvers whose templates cannot be listed
 * @param problems in sentences, sorted, each once
 */
record ApplicationDigests(
        SortedMap<String, DependencyTree> trees,
        SortedMap<String, Digest> messages,
        List<String> problems,
        List<String> unlisted) {

    static ApplicationDigests scan(DigestSettings settings) {
        IEngineConfiguration configuration = settings.engine().getConfiguration();
        String prefix = settings.prefix();
        Supplier<Digests> digests = () -> new Digests(configuration, prefix);
        Scan scan = new Scan(digests.get(), template -> ApartReads.problemsIn(configuration, template, prefix));
        SortedSet<String> templates = new TreeSet<>(settings.templates());
        templates.addAll(scan.digests.templates());
        scan.fragments(templates);
        // A second instance is asked in another order, and has to agree.
        scan.compare(digests.get());
        scan.messages(settings.locales());
        if (templates.isEmpty()) {
            scan.problems.add(Problem.noTemplates().getMessage());
        } else if (scan.trees.isEmpty() && scan.problems.isEmpty()) {
            scan.problems.add(Problem.noFragments(templates.size(), prefix).getMessage());
        }
        return new ApplicationDigests(scan.trees, scan.messages, List.copyOf(scan.problems), scan.digests.unlisted());
    }

    DigestLock toLock() {
        return DigestLock.of(trees.values(), messages);
    }

    private static final class Scan {
        private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s*\\}");

        private final Digests digests;
        private final Function<String, List<String>> holes;
        private final Set<String> handed = new HashSet<>();
        private final SortedMap<String, DependencyTree> trees = new TreeMap<>();
        private final SortedMap<String, Digest> messages = new TreeMap<>();
        private final SortedSet<@Nullable String> problems = new TreeSet<>();

        /** @param holes what is wrong with the holes of a template that may be fetched apart */
        Scan(Digests digests, Function<String, List<String>> holes) {
            this.digests = digests;
            this.holes = holes;
        }

        void fragments(Collection<String> templates) {
            templates.forEach(this::handed);
            for (String template : templates) {
                try {
                    digests.fragmentsIn(template).forEach(this::fragment);
                    problems.addAll(digests.straysIn(template));
                    problems.addAll(holes.apply(template));
                } catch (Problem e) {
                    problems.add(e.getMessage());
                }
            }
        }

        private void handed(String template) {
            try {
                handed.addAll(digests.handedIn(template));
            } catch (Problem toldBelow) {
                // Where its fragments are read.
            }
        }

        /** Of a parameter by which some template hands a fragment over it is known that the fragment joins the key. */
        private boolean isHanded(Reference open) {
            Matcher variable = VARIABLE.matcher(open.source().strip());
            return variable.matches() && handed.contains(variable.group(1));
        }

        private void fragment(Locator locator) {
            try {
                DependencyTree tree = digests.of(locator, null);
                trees.put(locator.toString(), tree);
                for (Reference open : tree.open()) {
                    if (isHanded(open)) {
                        continue;
                    }
                    problems.add(Problem.includeChosenAtRunTime(locator.toString(), open.source(), open.place())
                            .getMessage());
                }
            } catch (Problem e) {
                problems.add(e.getMessage());
            }
        }

        void compare(Digests others) {
            List<DependencyTree> backwards = new ArrayList<>(trees.values());
            Collections.reverse(backwards);
            for (DependencyTree tree : backwards) {
                Digest other = others.of(tree.fragment(), null).digest();
                if (!other.equals(tree.digest())) {
                    problems.add(Problem.digestNotDeterministic(
                                    tree.fragment().toString(), tree.digest().toString(), other.toString())
                            .getMessage());
                }
            }
        }

        void messages(List<Locale> locales) {
            for (Locale locale : locales) {
                for (DependencyTree tree : trees.values()) {
                    Map<String, Digest> texts = digests.messageTexts(tree, locale);
                    texts.forEach((key, text) -> messages.merge(
                            locale.toLanguageTag() + " " + key,
                            text,
                            (one, other) -> one.equals(other) ? one : Digest.of(one.toString(), other.toString())));
                }
            }
        }
    }
}
