package io.fragmentcache.internal.scan;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IElementTag;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * What a tag tells the cache dialect, apart from what it prints.
 *
 * @param isElement whether the tag itself is the dialect's, {@code <cache:fragment …>}, and is not printed
 * @param settings the dialect's attributes by name without prefix, sorted
 */
public record CacheTag(boolean isElement, Map<String, IAttribute> settings, TemplateMode mode) {
    private static final List<String> IDENTITY = List.of("key", "version", "vary");

    /** What tells the entries of the fragment on this tag apart, as it is written. */
    public static List<String> identity(IProcessableElementTag tag, String prefix) {
        return of(tag, prefix, tag.getTemplateMode()).identity();
    }

    static CacheTag of(IProcessableElementTag tag, String prefix, TemplateMode mode) {
        boolean element = isElement(tag, prefix);
        Map<String, IAttribute> settings = new TreeMap<>();
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = name(attribute);
            if (prefix.equals(name.getPrefix()) || element && !name.isPrefixed()) {
                settings.put(name.getAttributeName(), attribute);
            }
        }
        return new CacheTag(element, settings, mode);
    }

    static boolean isElement(IElementTag tag, String prefix) {
        return prefix.equals(tag.getElementDefinition().getElementName().getPrefix());
    }

    /** The literal name of the fragment that begins here, or null. */
    @Nullable String fragment() {
        String named = value("fragment");
        return named == null && isElement ? value("name") : named;
    }

    @Nullable String value(String setting) {
        IAttribute attribute = settings.get(setting);
        return attribute == null ? null : EscapedAttributeUtils.unescapeAttribute(mode, attribute.getValue());
    }

    /** Attributes that mean nothing here, in sentences: misspelt, or on a tag without a fragment. */
    List<String> strays(String prefix, String file) {
        List<String> strays = new ArrayList<>();
        String mark = isElement ? CacheNames.NAME : CacheNames.FRAGMENT;
        boolean isFragment = isElement
                || settings.keySet().stream().anyMatch(local -> local.equals(mark) || CacheNames.isHole(local));
        boolean isOfHole = settings.keySet().stream().anyMatch(CacheNames::isHole);
        settings.forEach((local, attribute) -> {
            boolean known = isOfHole && CacheNames.isOfHole(local)
                    || local.equals(mark)
                    || CacheNames.isHole(local) && !isElement;
            if (!known && !(isFragment && CacheNames.COMPANIONS.contains(local))) {
                String written = attribute.getAttributeCompleteName();
                Problem stray = isElement
                        ? Problem.unknownAttribute(written, CacheNames.nearest(local, mark))
                        : CacheNames.stray(prefix, local, written);
                strays.add(stray.at(file, attribute.getLine()).getMessage());
            }
        });
        try {
            Lifetime.check(value("fresh"), value("stale"), value("stale-after-touch"));
        } catch (Problem contradiction) {
            int line = settings.values().iterator().next().getLine();
            strays.add(contradiction.at(file, line).getMessage());
        }
        return strays;
    }

    /** What tells the fragment's entries apart, as it is written. */
    List<String> identity() {
        List<String> identity = new ArrayList<>();
        for (String setting : IDENTITY) {
            String value = value(setting);
            if (value != null) {
                identity.add(setting + ": " + value.strip().replaceAll("\\s+", " "));
            }
        }
        return identity;
    }

    /** The settings that change what an entry holds or means, as name, value, name, value. */
    List<String> inDigest() {
        List<String> parts = new ArrayList<>();
        for (String name : settings.keySet()) {
            String value = value(name);
            if (!CacheNames.NOT_IN_THE_DIGEST.contains(name)) {
                parts.add(name);
                parts.add(value == null ? "" : value);
            }
        }
        return parts;
    }

    /** The tag as it stands in the template, without the settings. */
    String printed(IProcessableElementTag tag, IModelFactory factory) {
        if (isElement) {
            return "";
        }
        IProcessableElementTag bare = tag;
        for (IAttribute attribute : settings.values()) {
            bare = factory.removeAttribute(bare, name(attribute));
        }
        return bare.toString();
    }

    private static AttributeName name(IAttribute attribute) {
        return attribute.getAttributeDefinition().getAttributeName();
    }
}
