package io.fragmentcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/api.txt} is what applications may use. A change is approved with {@code mvn -f src test -Dtest=ApiTest
 * -Dapi.approve}; look at the diff, and commit the file.
 */
class ApiTest {
    private static final Path FILE = Path.of("../docs/api.txt");

    @Test
    void whatApplicationsMayUseIsWhatWasApproved() throws IOException {
        String now = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.fragmentcache")
                        .stream()
                        .map(JavaClass::reflect)
                        .filter(Api::isOf)
                        .map(Api::describe)
                        .sorted(java.util.Comparator.comparing((String type) -> type.substring(type.indexOf("io."))))
                        .collect(Collectors.joining("\n"));
        if (System.getProperty("api.approve") != null) {
            Files.writeString(FILE, now);
        }
        assertThat(Files.readString(FILE)).isEqualTo(now);
    }
}
