package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.claude.ClaudeFixture.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Finished;
import switchboard.agent.AgentProtocol.Job;
import switchboard.claude.ScriptedClaude.Manner;
import switchboard.claude.trust.Trust;
import switchboard.files.ChatFiles;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;

/** A Claude process waits for the next session that begins in a directory. */
class SpareKeeperTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final long PLENTY = 8L << 30;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ScriptedClaude claude = new ScriptedClaude();
    private final TestProbe<Event> turn = KIT.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = KIT.createTestProbe();
    private final TestProbe<Throttle.Pressure> throttle = KIT.createTestProbe();
    private volatile long free = PLENTY;
    private final ActorRef<WarmPool.Command> pool = KIT.spawn(WarmPool.create(1, 2, () -> free, throttle.ref()));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private ClaudeSetup setup;

    private Path work = Path.of("");
    private Path other = Path.of("");
    private ChatFiles files = new ChatFiles(Path.of(""));

    @BeforeEach
    void makeDirectories() throws IOException {
        dir = dir.toRealPath();
        work = Files.createDirectories(dir.resolve("work"));
        other = Files.createDirectories(dir.resolve("other"));
        files = new ChatFiles(Files.createDirectories(dir.resolve("files")));
        setup = new ClaudeSetup(
                ClaudeFixture.settings(Map.of(
                                "CLAUDE_CONFIG_DIR", dir.resolve("config").toString()))
                        .withFiles(files),
                ClaudeFixture.projects(),
                claude);
    }

    @AfterEach
    void noSessionHadTwoProcesses() {
        assertThat(claude.doubled()).isEmpty();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aProcessIsReadyBeforeAnySessionBegins() {
        keep(1);

        var launch = spare(0).launch();

        assertThat(launch.directory()).isEqualTo(work);
        assertThat(launch.mark()).startsWith("store/spare/");
        assertThat(launch.environment().get("CLAUDE_CODE_TMPDIR"))
                .startsWith(files.root().resolve(".spare-").toString());
        assertThat(spare(0).isSettled()).as("its launch files are deleted").isTrue();
    }

    @Test
    void theSessionThatBeginsTakesTheProcessOver() {
        keep(1);
        spare(0);

        var id = claim(work).orElseThrow();
        var chosen = Settings.NONE
                .withModel("opus")
                .withMode(PermissionMode.PLAN)
                .withRules(List.of(new Rule("Bash", "git *")));
        ask(id, work, chosen);

        assertThat(claude.processes()).hasSize(1);
        assertThat(spare(0).prompts()).containsExactly("hello");
        assertThat(spare(0).written())
                .as("with what the chat has chosen")
                .anyMatch(line -> line.contains("\"set_model\"") && line.contains("\"opus\""))
                .anyMatch(line -> line.contains("\"set_permission_mode\"") && line.contains("\"plan\""))
                .anyMatch(line -> line.contains("apply_flag_settings")
                        && line.contains("Bash(git *)")
                        && line.contains(files.directory(ClaudeFixture.CHAT).toString()));
        assertThat(files.directory(ClaudeFixture.CHAT)).isDirectory();
    }

    @Test
    void anotherIsStartedForTheNextSession() {
        keep(1);
        spare(0);

        assertThat(claim(work)).isPresent();
        assertThat(claim(work)).as("the only one is given away").isEmpty();

        assertThat(claim(work, spareLater(1))).isPresent();
    }

    @Test
    void whileSessionsBeginNoneIsStarted() {
        keep(1);
        spare(0);
        claim(work);
        time.timePasses(SpareKeeper.QUIET_FOR.minusSeconds(1));
        claim(work);
        time.timePasses(SpareKeeper.QUIET_FOR.minusSeconds(1));
        settle();
        assertThat(claude.processes()).hasSize(1);

        assertThat(spareLater(1).isAlive()).isTrue();
    }

    @Test
    void theNextOneIsStartedWhereTheLastSessionHasBegun() {
        keep(1);
        spare(0);

        assertThat(claim(other)).isEmpty();

        await().until(() -> spare(0).terminations() == 1);
        assertThat(spareLater(1).launch().directory()).isEqualTo(other);
    }

    @Test
    void oneOfTwoStaysWhereASessionHadBegunBefore() {
        keep(2);
        spare(0);

        assertThat(claim(other)).isEmpty();

        assertThat(spareLater(1).launch().directory()).isEqualTo(other);
        assertThat(spare(0).isAlive()).isTrue();
        assertThat(claim(work)).isPresent();
    }

    @Test
    void itEndsWhenSessionsNeedItsRoom() {
        keep(1);
        spare(0);
        var ann = KIT.<WarmPool.Hibernate>createTestProbe();
        var bob = KIT.<WarmPool.Hibernate>createTestProbe();

        pool.tell(new WarmPool.Busy(ann.ref()));
        pool.tell(new WarmPool.Idle(ann.ref()));
        pool.tell(new WarmPool.Busy(bob.ref()));

        await().until(() -> spare(0).terminations() == 1);
        assertThat(claim(work)).isEmpty();
        time.timePasses(LOOK_EVERY);
        settle();
        assertThat(claude.processes()).as("there is no room").hasSize(1);
        pool.tell(new WarmPool.Gone(ann.ref()));
        time.timePasses(LOOK_EVERY);
        assertThat(spare(1).isAlive()).isTrue();
    }

    @Test
    void noneIsStartedWhereMemoryIsShort() {
        free = WarmPool.SPARE_MEMORY - 1;
        keep(1);
        settle();
        assertThat(claude.processes()).isEmpty();

        free = PLENTY;
        time.timePasses(LOOK_EVERY);

        assertThat(spare(0).isAlive()).isTrue();
    }

    @Test
    void itIsReplacedOnceItIsOld() {
        keep(1);
        spare(0);

        time.timePasses(SpareKeeper.OLD_AFTER);

        await().until(() -> spare(0).terminations() == 1);
        time.timePasses(LOOK_EVERY);
        assertThat(claim(work, spare(1))).isPresent();
    }

    @Test
    void itIsNotUsedOnceTheProjectHasOtherNotes() throws IOException {
        keep(1);
        spare(0);
        Files.writeString(work.resolve("CLAUDE.md"), "Speak French.");

        var id = claim(work).orElseThrow();
        ask(id, work, Settings.NONE);

        assertThat(spare(1).launch().mark()).isEqualTo("store/42/");
        assertThat(spare(1).prompts()).containsExactly("hello");
        assertThat(spare(0).isAlive())
                .as("it has ended before the session had another")
                .isFalse();
    }

    @Test
    void itIsNotUsedOnceOtherFilesOfTheProjectAreTrusted() throws IOException {
        Files.createDirectories(work.resolve(".git"));
        var settings = Files.createDirectories(work.resolve(".claude")).resolve("settings.json");
        Files.writeString(settings, "{\"apiKeyHelper\":\"./key.sh\"}");
        trust(Files.writeString(work.resolve("key.sh"), "echo one"));
        keep(1);
        spare(0);
        trust(Files.writeString(work.resolve("key.sh"), "echo two"));

        ask(claim(work).orElseThrow(), work, Settings.NONE);

        assertThat(spare(0).prompts()).isEmpty();
        assertThat(spare(1).prompts()).containsExactly("hello");
    }

    /** A person trusts the project as it is now. */
    private void trust(Path changed) throws IOException {
        var trust = setup.projects().trust();
        var scan = switch (trust.of(work)) {
            case Trust.Changed found -> found.scan();
            case Trust.Withheld found -> found.scan();
            default -> throw new AssertionError(changed + " is trusted already");
        };
        trust.grant(scan, Instant.EPOCH);
        assertThat(trust.of(work)).isInstanceOf(Trust.Granted.class);
    }

    @Test
    void oneThatIsClaimedAndNotTakenEnds() {
        keep(1);
        spare(0);
        assertThat(claim(work)).isPresent();
        settle();

        time.timePasses(Duration.ofSeconds(30));

        await().until(() -> spare(0).terminations() == 1);
    }

    @Test
    void oneThatDoesNotEndIsKilled() {
        claude.starting(Manner.IGNORES_SIGTERM);
        keep(1);
        spare(0);
        assertThat(claim(other)).isEmpty();
        await().until(() -> spare(0).terminations() == 1);

        time.timePasses(ClaudeConnection.TERMINATE_GRACE);

        await().until(() -> !spare(0).isAlive());
    }

    @Test
    void whereOneCannotStartTheNextIsTriedAMinuteLater() {
        claude.starting(Manner.exits(1, "no licence"));
        keep(1);
        await().until(() -> claude.processes().size() == 1);
        claude.starting(Manner.NORMAL);
        settle();

        assertThat(claim(work)).isEmpty();
        time.timePasses(LOOK_EVERY);
        settle();
        assertThat(claude.processes()).hasSize(1);
        time.timePasses(Duration.ofMinutes(1));
        time.timePasses(LOOK_EVERY);

        assertThat(claim(work, spare(1))).isPresent();
    }

    @Test
    void itsTemporaryFilesEndWithIt() throws IOException {
        var left = Files.createDirectories(files.root().resolve(".spare-0123abcd/images"));
        Files.writeString(left.resolve("1.png"), "of a killed host");
        keep(1);
        var temporary = Path.of(spare(0).launch().environment().get("CLAUDE_CODE_TMPDIR"));
        Files.createDirectories(temporary.resolve("images"));
        assertThat(left.getParent()).doesNotExist();

        spare(0).crash(1, "");

        assertThat(temporary).doesNotExist();
    }

    @Test
    void aSessionOutlivesTheKeeper() {
        var keeper = keep(1);
        spare(0);
        var id = claim(work).orElseThrow();
        ask(id, work, Settings.NONE);

        KIT.stop(keeper);

        assertThat(spare(0).terminations()).isZero();
    }

    private ActorRef<SpareKeeper.Command> keep(int most) {
        var keeper = KIT.spawn(SpareKeeper.create(setup, pool, work, most));
        time.timePasses(Duration.ZERO);
        return keeper;
    }

    /** A process, once there are so many. */
    private ScriptedProcess spare(int number) {
        await().until(() -> claude.processes().size() > number);
        return claude.processes().get(number);
    }

    /** The same, while time passes. */
    private ScriptedProcess spareLater(int number) {
        await().until(() -> {
            time.timePasses(LOOK_EVERY);
            return claude.processes().size() > number;
        });
        return spare(number);
    }

    /** Claims the spare process of a directory. */
    private Optional<SessionId> claim(Path directory) {
        return setup.spares().claim(directory);
    }

    /** The same once the process is ready. */
    private Optional<SessionId> claim(Path directory, ScriptedProcess process) {
        assertThat(process.launch().directory()).isEqualTo(directory);
        await().until(() -> setup.spares().has(directory));
        return claim(directory);
    }

    private void ask(SessionId id, Path directory, Settings settings) {
        var session = KIT.spawn(ClaudeSession.create(ClaudeFixture.CHAT, setup, pool, owner.ref()));
        var where = new Session(id, "claude", false, directory, null, null, Instant.EPOCH, 0);
        session.tell(new AgentProtocol.Apply(settings));
        session.tell(new AgentProtocol.Run(new Job(TurnId.random(), "hello", true, where, false), turn.ref()));
        turn.fishForMessage(
                Duration.ofSeconds(3),
                event -> event instanceof Finished ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
    }

    /** Returns when the pool, and all that was told to it before, is done with. */
    private void settle() {
        var room = KIT.<WarmPool.Room>createTestProbe();
        pool.tell(new WarmPool.AskRoom(room.ref()));
        room.receiveMessage();
    }
}
