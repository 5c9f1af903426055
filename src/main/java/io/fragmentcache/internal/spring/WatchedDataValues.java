package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.context.IThymeleafRequestDataValueProcessor;

/**
 * What the application puts into forms and links on their way into a page, told where it puts in something: the hidden field
 * with the token against forged requests is of this kind.
 */
record WatchedDataValues(IThymeleafRequestDataValueProcessor processor, ReadListener reads)
        implements IThymeleafRequestDataValueProcessor {
    @Override
    public String processAction(String action, String method) {
        return told("action", action, processor.processAction(action, method));
    }

    @Override
    public String processFormFieldValue(String name, String value, String type) {
        return told("value of " + name, value, processor.processFormFieldValue(name, value, type));
    }

    @Override
    public @Nullable Map<String, String> getExtraHiddenFields() {
        Map<String, String> fields = processor.getExtraHiddenFields();
        if (fields != null && !fields.isEmpty()) {
            reads.read("the hidden field " + String.join(", ", new TreeSet<>(fields.keySet())), ReadListener.UNKNOWN);
        }
        return fields;
    }

    @Override
    public String processUrl(String url) {
        return told("link", url, processor.processUrl(url));
    }

    private String told(String what, @Nullable String before, String after) {
        if (!after.equals(before)) {
            reads.read("the " + what + " that a RequestDataValueProcessor gives", ReadListener.UNKNOWN);
        }
        return after;
    }
}
