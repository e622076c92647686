package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;
import switchboard.model.Changes;
import switchboard.model.FileChanges;
import switchboard.model.FileState;
import switchboard.model.TurnId;

class QueriesTest {

    private final Queries queries = new Queries(Runnable::run);

    @Test
    void ofWhatFillsTheContextOnlyWhatIsThereCounts() {
        assertThat(answer(new AgentQuery.Context(), """
                {"percentage":12,"totalTokens":24419,"maxTokens":200000,"categories":[
                 {"id":"system_prompt","name":"System prompt","tokens":2335,"kind":"used"},
                 {"id":"mcp","name":"MCP tools","tokens":0,"kind":"used"},
                 {"id":"skills","name":"Skills (x)","tokens":22084,"kind":"used"},
                 {"id":"deferred","name":"System tools","tokens":10211,"kind":"deferred"},
                 {"id":"autocompact_buffer","name":"Autocompact buffer","tokens":33000,"kind":"buffer"},
                 {"id":"free_space","name":"Free space","tokens":152581,"kind":"free"}]}"""))
                .isEqualTo(new AgentQuery.ContextUsage(
                        12,
                        24_419,
                        200_000,
                        List.of(
                                new AgentQuery.ContextUsage.Part("System prompt", 2_335),
                                new AgentQuery.ContextUsage.Part("Skills (x)", 22_084))));
    }

    @Test
    void aModelWithoutANameIsNoChoice() {
        assertThat(answer(new AgentQuery.Models(), """
                {"models":[{"value":"default","resolvedModel":"claude-opus-5-5","displayName":"Default","description":"The usual"},
                 {"value":"","displayName":"Nothing"},
                 {"value":"haiku"}]}"""))
                .isEqualTo(new AgentQuery.ModelList(List.of(
                        new AgentQuery.ModelList.Model("default", "claude-opus-5-5", "The usual"),
                        new AgentQuery.ModelList.Model("haiku", "", ""))));
    }

    @Test
    void aSkillWithoutANameIsNoChoice() {
        assertThat(answer(new AgentQuery.Skills(), """
                {"skills":[{"name":"greet","description":"Says hello (project)","argumentHint":""},{"description":"Nothing"},
                 {"name":"deploy"}]}"""))
                .isEqualTo(new AgentQuery.SkillList(List.of(
                        new AgentQuery.SkillList.Skill("greet", "Says hello (project)"),
                        new AgentQuery.SkillList.Skill("deploy", ""))));
    }

    @Test
    void aRefusalAndAProcessThatIsGoneSayWhy() {
        var inbox = TestInbox.<AgentQuery.Result<AgentQuery.ModelList>>create();
        var tag = queries.add(ask(new AgentQuery.Models(), inbox));
        assertThat(queries.answered(tag, new Incoming.Response(tag, false, StreamJson.json("{}"), "Not now.")))
                .isTrue();
        assertThat(queries.answered(tag, new Incoming.Response(tag, true, StreamJson.json("{}"), "")))
                .as("answered once")
                .isFalse();
        queries.add(ask(new AgentQuery.Models(), inbox));
        queries.failed(Failures.broke(AgentProtocol.Cause.CANNOT_START, "There is no `claude`."));

        assertThat(inbox.getAllReceived())
                .containsExactly(
                        new AgentQuery.Unanswered<>("Not now."), new AgentQuery.Unanswered<>("There is no `claude`."));
        assertThat(queries.isEmpty()).isTrue();
    }

    @Test
    void theLinesThatAnUndoWouldAddAreThoseThatATurnHasRemoved() {
        var changes = answer(new AgentQuery.ChangesSince(TurnId.random()), """
                {"canRewind":true,"filesChanged":["/nowhere/a","/nowhere/b"],"insertions":12,"deletions":80}""");

        assertThat(changes.summary()).isEqualTo(new Changes(2, 80, 12));
        assertThat(changes.files())
                .containsExactly(FileState.missing(Path.of("/nowhere/a")), FileState.missing(Path.of("/nowhere/b")));
    }

    @Test
    void onlyTheSessionItselfIsAskedAboutItsFiles() {
        SessionSample.within(samples -> {
            var inbox = TestInbox.<AgentQuery.Result<FileChanges>>create();
            queries.add(ask(new AgentQuery.ChangesSince(TurnId.random()), inbox)); // in a session of its own
            queries.add(ask(new AgentQuery.Models(), TestInbox.<AgentQuery.Result<AgentQuery.ModelList>>create()));

            queries.askAll(samples.get().checked());

            assertThat(inbox.receiveMessage())
                    .isEqualTo(new AgentQuery.Unanswered<>(
                            "Claude is busy in another session. Try again when it's done."));
            assertThat(queries.isEmpty()).as("the other may ask any session").isFalse();
        });
    }

    @Test
    void filesThatAreForgottenCannotBePutBack() {
        for (var response : List.of(
                new Incoming.Response("r", true, StreamJson.json("""
                                {"canRewind":false,"error":"No file checkpoint found for this message."}"""), ""),
                new Incoming.Response(
                        "r", false, StreamJson.json("{}"), "No file checkpoint found for this message."))) {
            assertThat(Checkpoints.problem(response))
                    .hasValueSatisfying(
                            why -> assertThat(why).startsWith("Claude Code no longer has the earlier files."));
        }
        assertThat(Checkpoints.problem(new Incoming.Response(
                        "r", true, StreamJson.json("{\"canRewind\":true,\"skippedLinks\":0}"), "")))
                .isEmpty();
        assertThat(Checkpoints.problem(new Incoming.Response("r", true, StreamJson.json("""
                        {"canRewind":false,"error":"File rewinding is not enabled."}"""), "")))
                .contains("File rewinding is not enabled.");
    }

    private <T> T answer(AgentQuery<T> query, String payload) {
        var inbox = TestInbox.<AgentQuery.Result<T>>create();
        var tag = queries.add(ask(query, inbox));
        queries.answered(tag, new Incoming.Response(tag, true, StreamJson.json(payload), ""));
        return ((AgentQuery.Answered<T>) inbox.receiveMessage()).answer();
    }

    private static <T> AgentProtocol.Ask<T> ask(AgentQuery<T> query, TestInbox<AgentQuery.Result<T>> inbox) {
        return new AgentProtocol.Ask<>(query, ClaudeFixture.fresh(), inbox.getRef());
    }
}
