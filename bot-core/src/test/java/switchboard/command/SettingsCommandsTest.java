package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.AgentQuery;
import switchboard.model.ChatState;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;

/** The commands that change a chat's settings: {@code /model}, {@code /effort}, {@code /mode}, {@code /plan}, {@code /rules}. */
class SettingsCommandsTest {

    private static final AgentQuery.ModelList MODELS = new AgentQuery.ModelList(List.of(
            new AgentQuery.ModelList.Model("default", "claude-opus-5-5", "The usual"),
            new AgentQuery.ModelList.Model("haiku", "claude-haiku-5-5", "Fast_est · $0.10")));

    private final TestChat chat = new TestChat(Path.of("/srv")).agentSays(MODELS);

    @Test
    void modelShowsTheCurrentOneAndOffersTheCliSList() {
        assertThat(chat.give("/model"))
                .isEqualTo("Model: `default`.\n• `default` – The usual\n• `haiku` – Fast\\_est · $0.10");
        assertThat(chat.buttons()).containsExactly("/model default", "/model haiku");
        assertThat(((Reaction.AskAgent<?>) chat.actions.getFirst()).query()).isEqualTo(new AgentQuery.Models());
    }

    @Test
    void aKnownModelIsTakenWhateverItsCase() {
        assertThat(chat.give("/model HAIKU")).isEqualTo("Model: `haiku`, from now on.");
        assertThat(chat.state().settings().model()).isEqualTo("haiku");
        chat.give("/model claude-opus-5-5");
        assertThat(chat.state().settings().model()).isEqualTo("claude-opus-5-5");
    }

    @Test
    void anUnknownModelIsRefusedWithTheList() {
        assertThat(chat.give("/model gpt"))
                .startsWith("Claude Code has no model `gpt`; pick one of these.\n• `default`");
        assertThat(chat.buttons()).contains("/model haiku");
        assertThat(chat.state().settings().model()).isNull();
    }

    @Test
    void whatIsMistypedIsRefusedWithTheNearest() {
        assertThat(chat.give("/model hiaku")).startsWith("Claude Code has no model `hiaku`. Did you mean `haiku`?\n•");
        assertThat(chat.give("/model claude-haiku-9")).contains("Did you mean `claude-haiku-5-5`?");
        assertThat(chat.give("/effort hihg")).isEqualTo("There is no effort `hihg`. Did you mean `high`?");
        assertThat(chat.give("/mode plam")).startsWith("There is no mode `plam`. Did you mean `plan`?\n•");
    }

    @Test
    void theDefaultModelNeedsNoAnswerOfClaude() {
        chat.give("/model haiku");

        assertThat(chat.agentFails("not installed").give("/model default")).isEqualTo("Model: `default`, from now on.");
        assertThat(chat.state().settings().model()).isNull();
    }

    @Test
    void modelTellsWhenClaudeDoesNotAnswer() {
        assertThat(chat.agentFails("It *crashed*.").give("/model haiku"))
                .isEqualTo("Claude Code could not say which models there are: It \\*crashed\\*.");
        assertThat(chat.state().settings().model()).isNull();
    }

    @Test
    void effortIsPickedByButtonOrWord() {
        assertThat(chat.give("/think")).isEqualTo("Effort: default.");
        assertThat(chat.labels()).containsExactly("low", "medium", "high", "xhigh", "max", "default");
        assertThat(chat.give("/effort HIGH")).isEqualTo("Effort: high, from now on.");
        assertThat(chat.state().settings().effort()).isEqualTo("high");
        assertThat(chat.give("/effort hard")).startsWith("There is no effort `hard`");
        assertThat(chat.state().settings().effort()).isEqualTo("high");
        chat.give("/effort default");
        assertThat(chat.state().settings().effort()).isNull();
    }

    @Test
    void modeIsPickedByButtonOrWord() {
        assertThat(chat.give("/mode")).startsWith("Mode: default (asks before it changes anything).");
        assertThat(chat.buttons()).containsExactly("/mode default", "/mode acceptEdits", "/mode plan");
        assertThat(chat.give("/mode edits")).startsWith("Mode: acceptEdits (");
        assertThat(chat.state().settings().mode()).isEqualTo(PermissionMode.ACCEPT_EDITS);
        assertThat(chat.give("/mode free")).startsWith("There is no mode `free`");
    }

    @Test
    void bypassIsRefusedWithTheSettingsNameWhereTheEngineDoesNotAllowIt() {
        assertThat(chat.give("/mode bypass")).contains("`CLAUDE_PERMISSION_MODE=bypassPermissions`");
        assertThat(chat.state().settings().mode()).isNull();
    }

    @Test
    void bypassIsOfferedWhereTheEngineAllowsIt() {
        chat.engineMode(PermissionMode.BYPASS).give("/mode");

        assertThat(chat.buttons()).contains("/mode bypassPermissions");
        chat.give("/mode bypassPermissions");
        assertThat(chat.state().settings().mode()).isEqualTo(PermissionMode.BYPASS);
    }

    @Test
    void planModeIsTurnedOnAndOff() {
        assertThat(chat.give("/plan")).isEqualTo("Plan mode on: Claude reads and plans but changes nothing.");
        assertThat(chat.state().settings().mode()).isEqualTo(PermissionMode.PLAN);
        assertThat(chat.give("/plan off")).startsWith("Mode: default (");
        assertThat(chat.give("/plan off")).isEqualTo("Plan mode is off already.");
        assertThat(chat.give("/plan a house")).startsWith("/plan turns plan mode on");
    }

    @Test
    void planOffLeavesPlanModeAlsoWhereItIsTheUsualOne() {
        chat.engineMode(PermissionMode.PLAN).give("/plan off");

        assertThat(chat.state().settings().mode()).isEqualTo(PermissionMode.DEFAULT);
    }

    @Test
    void aUserSeesTheModeAndTheRulesButDoesNotChangeThem() {
        chat.change(state ->
                state.with(ChatState::settings, settings -> settings.withRules(List.of(new Rule("Edit", null)))));
        var before = chat.state().settings();
        chat.asUser();

        assertThat(chat.give("/mode"))
                .startsWith("Mode: default (")
                .endsWith("Only an owner of this bot can change the mode.");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.give("/mode plan")).isEqualTo("Only an owner of this bot can change the mode.");
        assertThat(chat.give("/mode bypass")).isEqualTo("Only an owner of this bot can change the mode.");
        assertThat(chat.give("/plan")).isEqualTo("Only an owner of this bot may use /plan.");
        assertThat(chat.give("/rules")).contains("`Edit`").endsWith("Only an owner of this bot can revoke rules.");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.give("/rules revoke 1")).isEqualTo("Only an owner of this bot can revoke rules.");
        assertThat(chat.state().settings()).isEqualTo(before);
        assertThat(chat.give("/model haiku")).as("not what Claude may do").startsWith("Model: `haiku`");
    }

    @Test
    void whatAUserAsksForInAGroupHasTheButtonsForTheOwnersThere() {
        chat.change(state ->
                state.with(ChatState::settings, settings -> settings.withRules(List.of(new Rule("Edit", null)))));
        chat.inGroup().asUser();

        chat.give("/mode");
        assertThat(chat.buttons()).contains("/mode plan");
        chat.give("/rules");
        assertThat(chat.labels()).containsExactly("Revoke 1");
    }

    @Test
    void rulesAreListedAndRevoked() {
        var status = new Rule("Bash", "git status");
        var edit = new Rule("Edit", null);
        chat.change(state -> state.with(ChatState::settings, settings -> settings.withRules(List.of(status, edit))));

        assertThat(chat.give("/rules")).isEqualTo("Always allowed here:\n**1** `Bash(git status)`\n**2** `Edit`");
        assertThat(chat.labels()).containsExactly("Revoke 1", "Revoke 2");
        var first = chat.buttons().getFirst();
        assertThat(chat.give(first)).startsWith("Revoked `Bash(git status)`: Claude asks again");
        assertThat(chat.state().settings().rules()).containsExactly(edit);
        assertThat(chat.labels()).containsExactly("Revoke 1");
        assertThat(chat.give(first)).as("pressed twice").startsWith("There is no such rule any more.");
        assertThat(chat.state().settings().rules()).containsExactly(edit);
        assertThat(chat.give("/rules revoke 2")).startsWith("There is no such rule any more.");
        assertThat(chat.give("/rules revoke x")).startsWith("There is no such rule any more.");
        assertThat(chat.give("/rules revoke 1"))
                .isEqualTo("Revoked `Edit`: Claude asks again, from the next message on.");
        assertThat(chat.give("/rules")).isEqualTo("No rules yet. Claude asks every time.");
    }
}
