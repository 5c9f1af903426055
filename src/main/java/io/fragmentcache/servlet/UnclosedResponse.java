package io.fragmentcache.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Tomcat's own response under another class, so that it is not taken for one that may be closed behind a held page. */
record UnclosedResponse(HttpServletResponse there) implements InvocationHandler {
    private static final String OF_TOMCAT = "org.apache.catalina.connector.ResponseFacade";

    /** The response of any other container, or of a filter around the page, as it is. */
    static ServletResponse of(ServletResponse response) {
        if (!(response instanceof HttpServletResponse there)
                || !response.getClass().getName().equals(OF_TOMCAT)) {
            return response;
        }
        return (ServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                new UnclosedResponse(there));
    }

    /** What {@link #of} was given. */
    static ServletResponse behind(ServletResponse response) {
        return Proxy.isProxyClass(response.getClass())
                        && Proxy.getInvocationHandler(response) instanceof UnclosedResponse unclosed
                ? unclosed.there
                : response;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(there, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
