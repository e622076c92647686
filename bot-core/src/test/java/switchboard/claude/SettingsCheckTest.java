package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import switchboard.claude.wire.Incoming;

class SettingsCheckTest {

    private static final String WANTED = "{\"crossSessionInbound\":\"refuse\",\"disableAllHooks\":true,"
            + "\"permissions\":{\"allow\":[\"Bash(\"],\"deny\":[\"Read(//a)\",\"Read(//b)\"]}}";

    private final SettingsCheck check = new SettingsCheck(StreamJson.json(WANTED));

    @Test
    void itIsPassedOnceBothAnswersShowWhatWasAskedFor() {
        assertThat(check.isOverWith("initialize", success(StreamJson.object()))).isFalse();
        assertThat(check.isOverWith("get_settings", success(CliLines.settingsInForce(WANTED))))
                .isFalse();
        assertThat(check.isPassed()).isFalse();

        assertThat(check.isOverWith("list_permission_rules", success(CliLines.rulesInForce(WANTED))))
                .isTrue();

        assertThat(check.isPassed()).isTrue();
        assertThat(check.problem()).isEmpty();
    }

    @Test
    void anAllowRuleThatIsIgnoredOnlyMakesClaudeAsk() {
        settings(WANTED.replace("\"Bash(\"", ""));
        rules(WANTED.replace("\"Bash(\"", ""));

        assertThat(check.isPassed()).isTrue();
    }

    @Test
    void aDenyRuleThatIsIgnoredIsNamed() {
        settings(WANTED.replace(",\"Read(//b)\"", ""));

        assertThat(check.problem()).get().asString().contains("ignores the bot's own setting deny rule `Read(//b)`");
        assertThat(check.isPassed()).isFalse();
    }

    @Test
    void aRuleThatIsNotInForceIsMissed() {
        settings(WANTED);
        rules(WANTED.replace(",\"Read(//b)\"", ""));

        assertThat(check.problem()).get().asString().contains("ignores the bot's own setting permissions.deny");
    }

    @Test
    void aSettingThatIsNotInForceIsNamed() {
        settings(WANTED.replace("true", "false"));

        assertThat(check.problem()).get().asString().contains("ignores the bot's own setting disableAllHooks");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithThePlaceInIt() {
        hear(
                "get_settings",
                StreamJson.json("{\"errors\":[{\"file\":\"/home/ann/.claude/settings.json\","
                        + "\"path\":\"permissions.deny\",\"message\":\"Expected array, but received number\"}]}"));

        assertThat(check.problem())
                .contains(
                        "Claude Code cannot read `/home/ann/.claude/settings.json` at permissions.deny (Expected array,"
                                + " but received number) and would ignore them, so nothing was run. Correct the file, then"
                                + " /retry.");
    }

    @Test
    void errorsOfTheRulesCountToo() {
        settings(WANTED);
        hear(
                "list_permission_rules",
                StreamJson.json(
                        "{\"state\":{\"rules\":[],\"errors\":[{\"file\":"
                                + "\"/tmp/switchboard-launch-1-2/3.tmp\",\"path\":\"\",\"message\":\"Invalid or malformed JSON\"}]}}"));

        assertThat(check.problem())
                .get()
                .asString()
                .contains("cannot read the settings that the bot passes (Invalid or malformed JSON)", "--settings in");
    }

    @Test
    void aClaudeThatCannotBeAskedGetsNoPrompt() {
        assertThat(check.isOverWith(
                        "get_settings",
                        new Incoming.Response("r1", false, MissingNode.getInstance(), "Unsupported control request")))
                .isTrue();

        assertThat(check.problem()).get().asString().contains("Update it");
    }

    private void settings(String inForce) {
        hear("get_settings", CliLines.settingsInForce(inForce));
    }

    private void rules(String inForce) {
        hear("list_permission_rules", CliLines.rulesInForce(inForce));
    }

    private void hear(String tag, JsonNode payload) {
        check.isOverWith(tag, success(payload));
    }

    private static Incoming.Response success(JsonNode payload) {
        return new Incoming.Response("r1", true, payload, "");
    }
}
