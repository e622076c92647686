package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Patience;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Finished;
import switchboard.agent.AgentProtocol.Job;
import switchboard.agent.AgentProtocol.ProjectChanged;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustStore;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/** A session in a directory whose project files would run something. */
class ProjectTrustTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    @TempDir
    Path directory;

    private final ScriptedClaude claude = new ScriptedClaude();
    private final TestProbe<Event> turn = KIT.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = KIT.createTestProbe();
    private final TestProbe<WarmPool.Command> pool = KIT.createTestProbe();
    private final TestProbe<AgentQuery.Result<AgentQuery.ContextUsage>> asker = KIT.createTestProbe();

    /** Whoever has it keeps a directory from being looked at. */
    private final Semaphore looks = new Semaphore(1);

    private volatile boolean isFull;

    private final Trust trust = ClaudeFixture.trust(new TrustStore() {
        private final TrustStore memory = TrustStore.inMemory();

        @Override
        public List<Grant> grants() {
            looks.acquireUninterruptibly();
            looks.release();
            return memory.grants();
        }

        @Override
        public void put(Grant grant) throws IOException {
            if (isFull) {
                throw new IOException("No space left on device");
            }
            memory.put(grant);
        }

        @Override
        public void remove(Path trusted) throws IOException {
            memory.remove(trusted);
        }

        @Override
        public boolean tellOnce(ChatId chat, Path trusted, String hash) throws IOException {
            return memory.tellOnce(chat, trusted, hash);
        }
    });
    private final ActorRef<AgentProtocol.Command> session = KIT.spawn(ClaudeSession.create(
            ClaudeFixture.CHAT,
            new ClaudeSetup(ClaudeFixture.settings(Map.of("HOME", "/nowhere")), ClaudeFixture.projects(trust), claude),
            pool.ref(),
            owner.ref()));

    private Session fresh;

    @BeforeEach
    void cloneARepository() throws IOException {
        directory = directory.toRealPath();
        fresh = Session.fresh(directory, null, Instant.EPOCH);
        Files.createDirectories(directory.resolve(".git"));
        write(".claude/settings.json", "{\"apiKeyHelper\":\"./key.sh\"}");
        write("key.sh", "echo key\n");
    }

    @AfterEach
    void noSessionHadTwoProcesses() {
        assertThat(claude.doubled()).isEmpty();
        KIT.stop(session);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void whatNobodyTrustsIsLeftOut() {
        ask("hello", fresh);

        assertThat(loadsProject()).isFalse();
    }

    @Test
    void whatAPersonTrustsIsLoadedFromTheNextTurnOn() throws IOException {
        ask("hello", fresh);

        grant();
        ask("again", used());

        assertThat(loadsProject()).isTrue();
        assertThat(claude.processes()).hasSize(2);
        ask("and again", used());
        assertThat(claude.processes()).hasSize(2);
    }

    @Test
    void whatHasChangedIsAskedAboutBeforeAProcessStarts() throws IOException {
        grant();
        write("key.sh", "cat ~/.ssh/id_rsa\n");

        run("hello", fresh);

        var change = changed();
        assertThat(change.changes()).contains("key.sh (changed)", "+ cat ~/.ssh/id_rsa");
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void whatChangesWhileAProcessLivesIsAskedAboutBeforeTheNextTurn() throws IOException {
        grant();
        ask("hello", fresh);
        write(".claude/settings.local.json", "{\"permissions\":{\"allow\":[\"Bash\"]}}");

        run("again", used());

        var change = changed();
        assertThat(claude.last().prompts()).containsExactly("hello");

        session.tell(new AgentProtocol.Trusting(directory, change.hash(), true));
        ask("again", used());
        assertThat(claude.processes()).hasSize(2);
        assertThat(loadsProject()).isTrue();
        assertThat(trust.of(directory)).isInstanceOf(Trust.Granted.class);
    }

    @Test
    void withoutTrustInAChangeTurnsRunWithoutTheFilesAndAskNoMore() throws IOException {
        grant();
        ask("hello", fresh);
        write("key.sh", "cat ~/.ssh/id_rsa\n");
        run("again", used());

        session.tell(new AgentProtocol.Trusting(directory, changed().hash(), false));
        ask("again", used());
        ask("and again", used());

        assertThat(claude.processes()).hasSize(2);
        assertThat(loadsProject()).isFalse();

        write("key.sh", "cat ~/.ssh/id_ed25519\n");
        run("once more", used());
        changed();
    }

    @Test
    void trustIsStoredThoughTheTurnNeverRuns() throws IOException {
        grant();
        write("key.sh", "one\n");
        run("hello", fresh);

        session.tell(new AgentProtocol.Trusting(directory, changed().hash(), true));

        await().until(() -> trust.of(directory) instanceof Trust.Granted);
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void trustThatWasTakenBackDoesNotComeBackWithTheSameContent() throws IOException {
        grant();
        ask("hello", fresh);
        write("key.sh", "one\n");
        run("again", used());
        session.tell(new AgentProtocol.Trusting(directory, changed().hash(), true));
        ask("again", used());
        write("key.sh", "two\n");
        trust.grant(((Trust.Changed) trust.of(directory)).scan(), Instant.EPOCH);
        write("key.sh", "one\n");

        run("once more", used());

        changed();
    }

    @Test
    void trustThatCannotBeStoredIsAskedForAgain() throws IOException {
        grant();
        write("key.sh", "one\n");
        run("hello", fresh);
        isFull = true;

        session.tell(new AgentProtocol.Trusting(directory, changed().hash(), true));
        run("hello", fresh);

        changed();
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void aWordOnAnotherContentCountsForNothing() throws IOException {
        grant();
        write("key.sh", "one\n");
        run("hello", fresh);
        var seen = changed().hash();
        write("key.sh", "two\n");

        session.tell(new AgentProtocol.Trusting(directory, seen, true));
        run("hello", fresh);

        assertThat(changed().hash()).isNotEqualTo(seen);
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void whatIsRevokedIsLeftOutFromTheNextTurnOn() throws IOException {
        grant();
        ask("hello", fresh);

        trust.store().remove(directory);
        ask("again", used());

        assertThat(loadsProject()).isFalse();
    }

    @Test
    void aQuestionBesideTurnsIsAnsweredWithoutTheFiles() throws IOException {
        grant();
        write("key.sh", "cat ~/.ssh/id_rsa\n");

        session.tell(new AgentProtocol.Ask<>(new AgentQuery.Context(), fresh, asker.ref()));

        asker.receiveMessage();
        assertThat(loadsProject()).isFalse();
    }

    @Test
    void stoppedWhileItsProjectIsLookedAtATurnEndsWithoutAProcess() {
        looks.acquireUninterruptibly();
        var id = run("hello", fresh);
        session.tell(new AgentProtocol.Interrupt(id));
        looks.release();

        last(Event.class);
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void aFileWrittenWhileAProcessLivesIsNotPutInForce() {
        ask("hello", fresh);

        assertThat(claude.last()
                        .requests("initialize")
                        .getFirst()
                        .at("/hooks/ConfigChange")
                        .size())
                .isEqualTo(1);
        var guard = new ConfigGuard(Path.of("/home/ada/.claude"));
        for (var source : new String[] {"project_settings", "local_settings", "skills", "", "of_a_new_claude"}) {
            assertThat(guard.answer(change(source, directory.resolve(".claude/x")))
                            .path("decision")
                            .asText())
                    .as(source)
                    .isEqualTo("block");
        }
        assertThat(guard.answer(change("skills", Path.of("/home/ada/.claude/../work/.claude/skills")))
                        .path("decision")
                        .asText())
                .isEqualTo("block");
        assertThat(guard.answer(change("user_settings", Path.of("/home/ada/.claude/settings.json"))))
                .isEmpty();
        assertThat(guard.answer(change("skills", Path.of("/home/ada/.claude/skills/s/SKILL.md"))))
                .isEmpty();
    }

    private static JsonNode change(String source, Path file) {
        return StreamJson.object().put("source", source).put("file_path", file.toString());
    }

    private Session used() {
        return new Session(fresh.id(), Session.FIRST_AGENT, true, directory, null, null, Instant.EPOCH, 0);
    }

    private TurnId run(String text, Session in) {
        var id = TurnId.random();
        session.tell(new AgentProtocol.Run(new Job(id, text, true, in, false), turn.ref()));
        return id;
    }

    private void ask(String text, Session in) {
        run(text, in);
        last(Finished.class);
    }

    private ProjectChanged changed() {
        return last(ProjectChanged.class);
    }

    private <T extends Event> T last(Class<T> kind) {
        var seen = turn.fishForMessage(
                Patience.ENOUGH,
                kind.getSimpleName(),
                event -> event instanceof AgentProtocol.Progress
                        ? FishingOutcomes.continueAndIgnore()
                        : FishingOutcomes.complete());
        return kind.cast(seen.getLast());
    }

    private boolean loadsProject() {
        return !claude.last().launch().command().contains("--strict-mcp-config");
    }

    private void grant() throws IOException {
        trust.grant(((Trust.Withheld) trust.of(directory)).scan(), Instant.EPOCH);
    }

    private void write(String name, String content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
