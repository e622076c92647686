package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "*.md, notes.md, true",
        "*.md, notes.mdx, false",
        "*, '', true",
        "?, '', false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*a*b, xaabab, true",
        "*a*b, xaaba, false",
        "docs/*.md, docs/deep/notes.md, true",
        "docs/**/*.md, docs/deep/er/notes.md, true",
        "[id]*.tsx, [id].page.tsx, true",
        "?.md, 😀.md, true",
        "a*, ba, false",
        "**, a/b, true"
    })
    void aStarStandsForAnyCharactersAndAQuestionMarkForOne(String pattern, String name, boolean matches) {
        assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void manyStarsTakeNoTime() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> assertThat(NamePattern.matches("*a".repeat(2_000) + "*b", "a".repeat(4_000)))
                        .isFalse());
    }
}
