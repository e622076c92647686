package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "'# Fix the login test\n\nIt failed because …', fix-the-login-test.md",
        "'Here it is.\n\n## Plan: *move* the `tests`', plan-move-the-tests.md",
        "'I fixed the login test. It failed because of a clock.', i-fixed-the-login-test-it.md",
        "'Don''t use [the docs](https://example.org/x) here', dont-use-the-docs-here.md",
        "'```sh\n# install\nmake\n```', sh-install-make.md",
        "'Run this:\n```sh\n# install\n```', run-this.md",
        "'Größe ändern 章 🙂', größe-ändern-章.md",
        "'../../etc/passwd', etc-passwd.md",
        "'a\u202Egnp.exe;\"x', a-gnp-exe-x.md",
        "'🙂 …', answer.md",
        "'', answer.md"
    })
    void anAnswerIsNamedByItsHeadingOrItsFirstWords(String text, String name) {
        assertThat(FileName.ofText("answer", text, ".md")).isEqualTo(name);
    }

    @Test
    void aNameIsShortAndEndsWithAWord() {
        assertThat(FileName.ofText("answer", "internationalization ".repeat(9), ".md"))
                .isEqualTo("internationalization-internationalization.md");
        assertThat(FileName.ofText("answer", "章".repeat(200), ".md")).isEqualTo("章".repeat(48) + ".md");
    }

    @Test
    void aKindComesBeforeWhatItIsAbout() {
        assertThat(FileName.of("plan", "# Move the tests", ".md")).isEqualTo("plan-move-the-tests.md");
        assertThat(FileName.of("plan", "", ".md")).isEqualTo("plan.md");
    }
}
