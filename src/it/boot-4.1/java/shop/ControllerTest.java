package shop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.core.annotation.AliasFor;

/** A test of one controller: WebMvcTest, whose package is another one in each Boot. */
@Retention(RetentionPolicy.RUNTIME)
@WebMvcTest
public @interface ControllerTest {
    @AliasFor(annotation = WebMvcTest.class, attribute = "controllers")
    Class<?>[] value();
}
