package io.fragmentcache.internal.detached;

import io.fragmentcache.problem.Problem;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.thymeleaf.web.IWebApplication;

/** Stands for the web application where a fragment is rendered before any request came: asking it for anything fails. */
final class NoApplication implements IWebApplication {
    @Override
    public boolean containsAttribute(String name) {
        return false;
    }

    @Override
    public int getAttributeCount() {
        throw Problem.detached("the application");
    }

    @Override
    public Set<String> getAllAttributeNames() {
        throw Problem.detached("the application");
    }

    @Override
    public Map<String, Object> getAttributeMap() {
        throw Problem.detached("the application");
    }

    @Override
    public Object getAttributeValue(String name) {
        throw Problem.detached("application." + name);
    }

    @Override
    public void setAttributeValue(String name, Object value) {
        throw Problem.detached("application." + name);
    }

    @Override
    public void removeAttribute(String name) {
        throw Problem.detached("application." + name);
    }

    @Override
    public boolean resourceExists(String path) {
        throw Problem.detached("the application");
    }

    @Override
    public InputStream getResourceAsStream(String path) {
        throw Problem.detached("the application");
    }
}
