package switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.PermissionMode;

class SettingsReaderTest {

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path home;

    @Test
    void textIsTakenWithoutTheSpaceAroundIt() {
        assertThat(reading("  claude ").text("x")).isEqualTo("claude");
        assertThat(reading(" ").textOrNull("x")).isNull();
        assertThat(reading(" a  b\tc ").words("x", "X")).containsExactly("a", "b", "c");
        assertThat(reading("").words("x", "X")).isEmpty();
        assertThat(reading("a, ,b,").list("x", each -> each)).containsExactly("a", "b");
    }

    @Test
    void aNumberMayBeTextAsTheEnvironmentGivesIt() {
        assertThat(reading("3").atLeast(1, "x", "MAX")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "99999999999", "1e99"})
    void aNumberThatWillNotDoIsNamedAsItWasGiven(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading(given).atLeast(1, "x", "MAX"))
                .withMessage("MAX must be a whole number of at least 1, not \"" + given + "\".");
    }

    @Test
    void aSwitchIsOnOrOff() {
        assertThat(reading("on").onOff("x", "SHELL")).isTrue();
        assertThat(reading(" Off ").onOff("x", "SHELL")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading("maybe").onOff("x", "SHELL"))
                .withMessage("SHELL must be on or off, not \"maybe\".");
    }

    @Test
    void aDurationIsMillisecondsUnlessItSaysOtherwise() {
        assertThat(reading("1500").duration("x", "WAIT")).isEqualTo(Duration.ofMillis(1500));
        assertThat(reading("30m").duration("x", "WAIT")).isEqualTo(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "soon", ""})
    void aDurationThatWillNotDoIsNamedAsItWasGiven(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading(given).duration("x", "WAIT"))
                .withMessage("WAIT must be a number of milliseconds, not \"" + given + "\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"101d", "8640000001", "9999999999999999"})
    void aDurationThatNoTimerCanWaitForIsRefused(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading(given).duration("x", "WAIT"))
                .withMessage("WAIT must be at most 100d (8640000000), not \"" + given + "\".");
        assertThat(reading("100d").duration("x", "WAIT")).isEqualTo(SettingsReader.LONGEST);
    }

    @Test
    void aModeIsOneOfFour() {
        assertThat(reading("acceptEdits").mode("x", "MODE")).isEqualTo(PermissionMode.ACCEPT_EDITS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading("yolo").mode("x", "MODE"))
                .withMessageStartingWith(
                        "MODE must be one of default, acceptEdits, plan, bypassPermissions, not \"yolo\"");
    }

    @Test
    void aDirectoryIsGivenWithItsLinksResolved() throws IOException {
        var real = Files.createDirectory(home.toRealPath().resolve("real"));
        Files.createSymbolicLink(home.resolve("link"), real);

        assertThat(reading("~/link").directory("x", "DIR", home)).isEqualTo(real);
        assertThat(reading("~").directory("x", "DIR", home)).isEqualTo(home.toRealPath());
        assertThat(reading("").directory("x", "DIR", real)).isEqualTo(real);
        assertThat(reading("~/real , ~/link").paths("x", "DIRS", home)).containsExactly(real, real);
    }

    @Test
    void aSettingThatIsNotADirectoryIsNamed() throws IOException {
        Files.createFile(home.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading("~/missing").directory("x", "DIR", home))
                .withMessage("DIR is " + home + "/missing, which does not exist. Make it or name another.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading("~/file").directory("x", "DIR", home))
                .withMessage("DIR is " + home + "/file, which is not a directory. Name another.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading("~/missing").paths("x", "DIRS", home))
                .withMessage("DIRS names ~/missing, which does not exist. Make it or leave it out.");
    }

    private static SettingsReader reading(String value) {
        return new SettingsReader(ConfigFactory.parseMap(Map.of("x", value)));
    }
}
