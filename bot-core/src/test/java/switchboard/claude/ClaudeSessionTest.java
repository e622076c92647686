package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.claude.ClaudeFixture.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Broke;
import switchboard.agent.AgentProtocol.Cause;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Finished;
import switchboard.agent.AgentProtocol.Job;
import switchboard.agent.AgentProtocol.Progress;
import switchboard.claude.ScriptedClaude.Manner;
import switchboard.files.ChatFiles;
import switchboard.model.AgentQuery;
import switchboard.model.Changes;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.InterruptedTool;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

class ClaudeSessionTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int CREDIT = 256;
    private static final String SECRET = "s3cr3t-of-the-bot";
    private static final CliLines LINES = new CliLines("s", "m", CliLines.Figures.NONE);
    private static final Rule GIT = new Rule("Bash", "git *");
    private static final AgentProtocol.Resolution DENIED = new AgentProtocol.Decided(new Decision.Deny("not now"));

    @SuppressWarnings("NullAway.Init")
    @TempDir
    static Path config;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ScriptedClaude claude = new ScriptedClaude();
    private final TestProbe<Event> turn = KIT.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = KIT.createTestProbe();
    private final TestProbe<WarmPool.Command> pool = KIT.createTestProbe();
    private final TestProbe<AgentQuery.Result<AgentQuery.ContextUsage>> asker = KIT.createTestProbe();
    private final Session fresh = ClaudeFixture.fresh();
    private final ActorRef<AgentProtocol.Command> session = KIT.spawn(ClaudeSession.create(
            ClaudeFixture.CHAT,
            new ClaudeSetup(
                    ClaudeFixture.settings(Map.of("CLAUDE_CONFIG_DIR", config.toString()))
                            .withSecrets(Secrets.of(List.of(SECRET)))
                            .withFiles(new ChatFiles(config.resolve("files"))),
                    ClaudeFixture.projects(),
                    claude),
            pool.ref(),
            owner.ref()));

    @AfterEach
    void everyLineWasCreditedAndNoSessionHadTwoProcesses() {
        assertThat(claude.doubled()).isEmpty();
        await().until(() -> claude.processes().stream().noneMatch(each -> each.isAlive() && each.credit() != CREDIT));
        KIT.stop(session);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    // The process comes and stays

    @Test
    void theFirstPromptStartsAProcessUnderTheSessionsId() {
        claude.on("hello", Script.saying("Hello there"));

        run("hello", fresh, Settings.NONE);

        assertThat(turn.receiveMessage()).isEqualTo(new AgentProtocol.SpeechVoid());
        assertThat(turn.receiveMessage()).isEqualTo(new AgentProtocol.Spoke("Hello"));
        assertThat(turn.receiveMessage()).isEqualTo(new AgentProtocol.Spoke(" there"));
        assertThat(turn.receiveMessage()).isEqualTo(new AgentProtocol.Said("Hello there"));
        var finished = turn.expectMessageClass(Finished.class);
        assertThat(finished.ending()).isEqualTo(new AgentProtocol.Answered());
        assertThat(finished.transcript()).isEmpty();
        assertThat(finished.spent().contextTokens()).isEqualTo(150);
        var launch = claude.last().launch();
        assertThat(launch.command()).contains("--session-id=" + fresh.id());
        assertThat(launch.environment()).doesNotContainKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
        assertThat(launch.mark()).isEqualTo("store/42/");
    }

    @Test
    void theProcessOfAPromptThatIsBeingPreparedStartsAhead() {
        ask("one", fresh, Settings.NONE);
        time.timePasses(ClaudeFixture.IDLE);
        await().until(() -> !claude.last().isAlive());

        session.tell(new AgentProtocol.Wake(resumable()));
        askedForRoom().tell(new WarmPool.Room(true));
        await().until(() -> claude.processes().size() == 2);
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(2);
        assertThat(claude.last().prompts()).containsExactly("two");
    }

    @Test
    void whereThereIsNoRoomItStartsOnceItIsNeeded() {
        ask("one", fresh, Settings.NONE);
        time.timePasses(ClaudeFixture.IDLE);
        await().until(() -> !claude.last().isAlive());

        session.tell(new AgentProtocol.Wake(resumable()));
        askedForRoom().tell(new WarmPool.Room(false));
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(2);
    }

    private ActorRef<WarmPool.Room> askedForRoom() {
        var told = pool.fishForMessage(
                SOON,
                command -> command instanceof WarmPool.AskRoom
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        return ((WarmPool.AskRoom) told.getLast()).replyTo();
    }

    @Test
    void aFollowUpRunsInTheSameProcess() {
        ask("one", fresh, Settings.NONE);
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(1);
        assertThat(claude.last().prompts()).containsExactly("one", "two");
    }

    @Test
    void thePromptsFilesReachTheProcessAndTheNextOneAfterACrash() throws IOException {
        var note = new Content.Attachment("ref", Content.Attachment.Kind.FILE, "note.txt", null, null);
        var place = new ChatFiles(config.resolve("files")).path(ClaudeFixture.CHAT, note);
        Files.createDirectories(place.getParent());
        Files.writeString(place, "the plum is ripe");
        var job = new Job(
                TurnId.random(),
                List.of(note, new Content.Text("hold it")),
                true,
                fresh,
                false,
                List.of(),
                List.of(),
                false);
        var prompt = CliLines.prompt(StreamJson.json(CliLines.text(new PromptLine(job, file -> place, result -> {}))));
        assertThat(prompt).contains("the plum is ripe", "hold it");
        claude.on(prompt, Script.saying("Ripe.").hold());
        session.tell(new AgentProtocol.Apply(Settings.NONE));
        session.tell(new AgentProtocol.Run(job, turn.ref()));
        awaitPrompt(prompt);
        claude.last().crash(137, "");
        assertThat(last()).isInstanceOf(Broke.class);

        claude.on(prompt, Script.saying("Ripe."));
        session.tell(new AgentProtocol.Run(resumed(job), turn.ref()));

        assertThat(last()).isInstanceOf(Finished.class);
        assertThat(claude.processes()).hasSize(2);
        assertThat(claude.last().prompts()).containsExactly(prompt);
    }

    @Test
    void theWarmPoolIsToldWhatTheProcessDoes() {
        ask("one", fresh, Settings.NONE);

        pool.expectMessageClass(WarmPool.Busy.class);
        pool.expectMessageClass(WarmPool.Idle.class);
        claude.last().crash(1, "");
        pool.expectMessageClass(WarmPool.Gone.class);
    }

    @Test
    void settingsChangeInTheLivingProcess() {
        ask("one", fresh, Settings.NONE);
        ask("two", resumable(), new Settings("opus", "high", PermissionMode.PLAN, List.of()));
        ask("three", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(1);
        assertThat(claude.last().requests("set_model"))
                .extracting(each -> each.path("model").toString())
                .containsExactly("\"opus\"", "null");
        assertThat(claude.last().requests("set_permission_mode"))
                .extracting(each -> each.path("mode").asText())
                .containsExactly("plan", "default");
        assertThat(claude.last().requests("apply_flag_settings"))
                .extracting(each -> each.at("/settings/effortLevel").toString())
                .containsExactly("\"high\"", "null");
    }

    @Test
    void settingsAreAppliedInMidTurnToo() {
        claude.on("hold", Script.EMPTY.hold());
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        session.tell(new AgentProtocol.Apply(Settings.NONE.withModel("opus")));

        await().until(() -> claude.last().requests("set_model").size() == 1);
        claude.last().release();
        last();
    }

    @Test
    void anotherDirectoryOrSessionStartsAnotherProcessOnceTheOneHasEnded() {
        ask("one", fresh, Settings.NONE);
        var moved =
                new Session(fresh.id(), Session.FIRST_AGENT, true, Path.of("/srv/other"), null, null, fresh.at(), 0);
        var other = ClaudeFixture.fresh();

        ask("two", moved, Settings.NONE);
        ask("three", other, Settings.NONE.withRules(List.of(GIT)));

        assertThat(claude.launches())
                .extracting(ClaudeProcess.Launch::directory)
                .containsExactly(ClaudeFixture.DIRECTORY, Path.of("/srv/other"), ClaudeFixture.DIRECTORY);
        assertThat(claude.launches().get(1).command()).contains("--resume=" + fresh.id());
        assertThat(claude.launches().get(2).command()).contains("--session-id=" + other.id());
        assertThat(claude.launches().get(2).file("--settings")).get().asString().contains("Bash(git *)");
        assertThat(claude.processes()).extracting(ScriptedProcess::terminations).containsExactly(1, 1, 0);
    }

    @Test
    void aRevokedRuleLosesItsForceWithTheNextPrompt() {
        ask("one", fresh, Settings.NONE.withRules(List.of(GIT)));

        session.tell(new AgentProtocol.Apply(Settings.NONE));
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(2);
        assertThat(claude.last().launch().file("--settings")).get().asString().doesNotContain("Bash(git *)");
    }

    @Test
    void aRuleThatTheProcessHasTakenOverNeedsNoOtherProcess() {
        ask("one", fresh, Settings.NONE);

        session.tell(new AgentProtocol.Apply(Settings.NONE.withRules(List.of(GIT))));
        ask("two", resumable(), Settings.NONE.withRules(List.of(GIT)));

        assertThat(claude.processes()).hasSize(1);
    }

    // The process goes

    @Test
    void aProcessThatHibernatedIsResumedByTheNextPrompt() {
        ask("one", fresh, Settings.NONE);

        session.tell(new AgentProtocol.Hibernate());
        awaitEnd(claude.last());
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.last().launch().command()).contains("--resume=" + fresh.id());
        assertThat(claude.last().launch().environment()).doesNotContainKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
    }

    @Test
    void aProcessAtWorkDoesNotHibernate() {
        claude.on("hold", Script.EMPTY.hold().say("done"));
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        session.tell(new AgentProtocol.Hibernate());
        session.tell(new AgentProtocol.Apply(Settings.NONE.withModel("opus")));
        await().until(() -> claude.last().requests("set_model").size() == 1);

        assertThat(claude.last().terminations()).isZero();
        claude.last().release();
        assertThat(last()).isInstanceOf(Finished.class);
    }

    @Test
    void aRestartEndsTheProcessAndTheNextPromptHasAFreshOneWithTheSameSession() {
        ask("one", fresh, Settings.NONE);

        assertThat(endProcess()).isEqualTo(AgentQuery.ProcessEnd.ENDS_NOW);
        awaitEnd(claude.last());
        assertThat(endProcess()).isEqualTo(AgentQuery.ProcessEnd.NONE);
        ask("two", resumable(), Settings.NONE);

        assertThat(claude.processes()).hasSize(2);
        assertThat(claude.last().launch().command()).contains("--resume=" + fresh.id());
    }

    @Test
    void aRestartAtWorkWaitsForTheTurnAndThenEndsTheProcess() {
        claude.on("hold", Script.EMPTY.hold().say("done"));
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        assertThat(endProcess()).isEqualTo(AgentQuery.ProcessEnd.ENDS_AFTER_TURN);
        settle();
        assertThat(claude.last().terminations()).isZero();
        claude.last().release();
        assertThat(last()).isInstanceOf(Finished.class);
        awaitEnd(claude.last());

        ask("two", resumable(), Settings.NONE);
        assertThat(claude.processes()).hasSize(2);
        ask("three", resumable(), Settings.NONE);
        assertThat(claude.processes()).hasSize(2);
    }

    @Test
    void aRestartWithoutAProcessStartsNone() {
        assertThat(endProcess()).isEqualTo(AgentQuery.ProcessEnd.NONE);
        assertThat(claude.processes()).isEmpty();
    }

    private AgentQuery.ProcessEnd endProcess() {
        var told = KIT.<AgentQuery.Result<AgentQuery.ProcessEnd>>createTestProbe();
        session.tell(new AgentProtocol.Ask<>(new AgentQuery.EndProcess(), fresh, told.ref()));
        return ((AgentQuery.Answered<AgentQuery.ProcessEnd>) told.receiveMessage()).answer();
    }

    @Test
    void aProcessThatHasIdledEnds() {
        ask("one", fresh, Settings.NONE);
        pool.fishForMessage(
                SOON,
                told -> told instanceof WarmPool.Idle
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        settle();

        time.timePasses(ClaudeFixture.IDLE);

        awaitEnd(claude.last());
        assertThat(claude.last().terminations()).isEqualTo(1);
    }

    @Test
    void aPromptThatComesWhileTheProcessEndsRunsInTheNextOne() {
        claude.starting(Manner.IGNORES_SIGTERM);
        ask("one", fresh, Settings.NONE);
        session.tell(new AgentProtocol.Hibernate());
        await().until(() -> claude.last().terminations() == 1);
        claude.starting(Manner.NORMAL);

        run("two", resumable(), Settings.NONE);
        passUntilGone(claude.last());

        assertThat(last()).isInstanceOf(Finished.class);
        assertThat(claude.processes()).hasSize(2);
        assertThat(claude.processes().getFirst().prompts()).containsExactly("one");
    }

    @Test
    void aQueryThatComesWhileTheProcessEndsIsAnsweredByTheNextOne() {
        claude.starting(Manner.IGNORES_SIGTERM);
        ask("one", fresh, Settings.NONE);
        session.tell(new AgentProtocol.Hibernate());
        await().until(() -> claude.last().terminations() == 1);
        claude.starting(Manner.NORMAL);

        query(resumable());
        passUntilGone(claude.last());

        usage();
    }

    // A turn that may have reached Claude before

    @Test
    void aResumedPromptGoesAgainUnderItsUuidOnceTheProcessIsReady() {
        claude.on("cut", Script.saying("Half").crash(137, ""));
        var job = run("cut", fresh, Settings.NONE);
        assertThat(last()).isInstanceOf(Broke.class);
        claude.on("cut", Script.saying("First").tool("Bash", "{}").say("Last"));

        session.tell(new AgentProtocol.Run(resumed(job), turn.ref()));

        var finished = (Finished) last();
        assertThat(finished.ending()).isEqualTo(new AgentProtocol.Answered());
        assertThat(finished.transcript()).endsWith("First\n\nLast");
        var process = claude.last();
        assertThat(process.launch().environment()).containsEntry("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1");
        assertThat(process.launch().command()).contains("--resume=" + fresh.id());
        assertThat(process.written().get(0)).contains("initialize");
        assertThat(process.written().get(1)).contains("get_settings");
        assertThat(process.written().get(2)).contains("list_permission_rules");
        assertThat(process.written().get(3)).contains(job.turn().value());
        assertThat(process.prompts()).containsExactly("cut");
    }

    @Test
    void whatWasAnsweredAlreadyIsTakenFromTheTranscript() {
        claude.on("hello", Script.saying("Hello there"));
        var job = run("hello", fresh, Settings.NONE);
        last();
        session.tell(new AgentProtocol.Hibernate());
        awaitEnd(claude.last());

        session.tell(new AgentProtocol.Run(resumed(job), turn.ref()));

        assertThat(last())
                .isEqualTo(new Finished(
                        new AgentProtocol.AnsweredBefore(), "", "Hello there", AgentProtocol.Spent.NOTHING));
    }

    @Test
    void aPromptThatClaudeTakesForAnsweredThoughItSaidNothingGoesOn() {
        claude.on("hello", Script.EMPTY);
        claude.on("Continue from where you left off.", Script.saying("Hello there"));
        var job = run("hello", fresh, Settings.NONE);
        last();
        session.tell(new AgentProtocol.Hibernate());
        awaitEnd(claude.last());

        session.tell(new AgentProtocol.Run(resumed(job), turn.ref()));

        var finished = (Finished) last();
        assertThat(finished.ending()).isEqualTo(new AgentProtocol.Answered());
        assertThat(finished.transcript()).isEqualTo("Hello there");
    }

    @Test
    void aJobThatWasCutOffWhileAToolMayHaveRunIsNotBegun() {
        var job = cutOffAtATool();

        session.tell(new AgentProtocol.Run(job, turn.ref()));

        var cut = (AgentProtocol.CutOff) last();
        assertThat(cut.tools()).extracting(InterruptedTool::line).containsExactly("💻 Bash: running make");
        assertThat(claude.processes()).as("none was started for it").hasSize(1);
    }

    @Test
    void onceItIsConfirmedItGoesOn() {
        var job = cutOffAtATool();
        claude.on("make it", Script.saying("Made"));

        session.tell(new AgentProtocol.Run(job.confirm(), turn.ref()));

        assertThat(last()).isInstanceOf(Finished.class);
        assertThat(claude.last().prompts()).containsExactly("make it");
    }

    @Test
    void aQueryThatComesWhileTheTranscriptIsReadIsAnsweredThough() {
        var job = cutOffAtATool();

        session.tell(new AgentProtocol.Run(job, turn.ref()));
        query(resumable());

        assertThat(last()).isInstanceOf(AgentProtocol.CutOff.class);
        usage();
    }

    @Test
    void aStopWhileTheTranscriptIsReadEndsIt() {
        var job = cutOffAtATool();
        var gate = new CompletableFuture<Void>();
        var reading = KIT.system().dispatchers().lookup(DispatcherSelector.blocking());
        var threads = KIT.system()
                .settings()
                .config()
                .getInt("pekko.actor.default-blocking-io-dispatcher.thread-pool-executor.fixed-pool-size");
        for (var thread = 0; thread < threads; thread++) {
            reading.execute(gate::join);
        }

        session.tell(new AgentProtocol.Run(job, turn.ref()));
        session.tell(new AgentProtocol.Interrupt(job.turn()));
        gate.complete(null);

        assertThat(last()).isInstanceOf(Broke.class);
        assertThat(claude.processes()).hasSize(1);
    }

    @Test
    void aPromptThatWaitedRunsInTheSettingsOfNow() {
        claude.on("cut", Script.saying("Half").crash(137, ""));
        var job = run("cut", fresh, Settings.NONE.withMode(PermissionMode.ACCEPT_EDITS));
        assertThat(last()).isInstanceOf(Broke.class);
        session.tell(new AgentProtocol.Apply(Settings.NONE.withMode(PermissionMode.PLAN)));

        session.tell(new AgentProtocol.Run(resumed(job), turn.ref()));

        assertThat(last()).isNotNull();
        assertThat(claude.last().launch().command()).contains("--permission-mode=plan");
    }

    @Test
    void aTranscriptThatCannotBeReadIsADoubtToo() throws IOException {
        var job = new Job(TurnId.random(), "go", true, resumable(), true);
        var unreadable = config.resolve("projects/-srv").resolve(job.session().id() + ".jsonl");
        Files.createDirectories(unreadable.getParent());
        Files.createSymbolicLink(unreadable, Path.of("/proc/self/mem"));

        session.tell(new AgentProtocol.Run(job, turn.ref()));

        assertThat(((AgentProtocol.CutOff) last()).tools().getFirst().line()).contains("cannot be read");
    }

    /** A prompt whose process died while a tool was at work. */
    private Job cutOffAtATool() {
        claude.on("make it", Script.saying("Half").crash(137, ""));
        var job = run("make it", fresh, Settings.NONE);
        assertThat(last()).isInstanceOf(Broke.class);
        var input = JsonNodeFactory.instance.objectNode().put("command", "make");
        var begun = List.of(ClaudeTools.interrupted("t1", "Bash", input).orElseThrow());
        return resumed(job, begun);
    }

    @Test
    void aResumedPromptGetsAProcessOfItsOwn() {
        ask("one", fresh, Settings.NONE);

        var job = new Job(TurnId.random(), "two", true, resumable(), true);
        session.tell(new AgentProtocol.Run(job, turn.ref()));

        assertThat(last()).isInstanceOf(Finished.class);
        assertThat(claude.processes()).hasSize(2);
    }

    // How it fails

    @Test
    void aSessionThatClaudeDoesNotKnowIsLost() {
        run("hello", resumable(), Settings.NONE);

        assertThat(last()).isEqualTo(Failures.broke(Cause.SESSION_LOST, ""));
    }

    @Test
    void aSessionThoughtNewThatHasATranscriptIsInUse() {
        claude.remember(fresh.id());

        run("hello", fresh, Settings.NONE);

        assertThat(last()).isEqualTo(Failures.broke(Cause.SESSION_IN_USE, ""));
    }

    @Test
    void aCrashInMidTurnIsTold() {
        claude.on("crash", Script.saying("Half").crash(139, "Segmentation fault"));

        run("crash", fresh, Settings.NONE);

        assertThat(last()).isEqualTo(Failures.broke(Cause.CRASHED, "exit code 139, Segmentation fault"));
        ask("again", resumable(), Settings.NONE);
    }

    @Test
    void aProgramThatCannotBeStartedIsTold() {
        claude.starting(Manner.neverStarts("`claude` cannot be run."));

        run("hello", fresh, Settings.NONE);

        assertThat(last()).isEqualTo(Failures.broke(Cause.CANNOT_START, "`claude` cannot be run."));
    }

    @Test
    void aProcessThatHangsInMidTurnIsToldOnce() {
        claude.on("freeze", Script.EMPTY.freeze());
        run("freeze", fresh, Settings.NONE);
        awaitPrompt("freeze");

        time.timePasses(ClaudeFixture.ANSWER);
        settle();
        time.timePasses(ClaudeFixture.ANSWER);

        assertThat(last()).isEqualTo(Failures.broke(Cause.HUNG, ""));
    }

    @Test
    void anErrorOfTheApiIsAResultAndTheProcessStays() {
        claude.on("overloaded", Script.EMPTY.fail(529, "API Error: 529 Overloaded"));
        run("overloaded", fresh, Settings.NONE);

        var finished = (Finished) last();
        assertThat(finished.ending())
                .isEqualTo(new AgentProtocol.Failed("Claude is overloaded right now. /retry asks again."));
        ask("again", resumable(), Settings.NONE);
        assertThat(claude.processes()).hasSize(1);
    }

    // Questions and the stop

    @Test
    void aQuestionWaitsForItsAnswer() {
        claude.on("touch", Script.EMPTY.ask("Bash", "{\"command\":\"touch a\"}").say("Done."));
        run("touch", fresh, Settings.NONE);
        var asked = asked();

        assertThat(permission(asked).input().path("command").asText()).isEqualTo("touch a");
        session.tell(new AgentProtocol.Answer(asked.request(), DENIED));

        assertThat(turn.expectMessageClass(AgentProtocol.ToolEnded.class).failed())
                .isTrue();
        assertThat(last()).isInstanceOf(Finished.class);
        assertThat(claude.last().answers())
                .extracting(each -> each.path("message").asText())
                .containsExactly("The user says: not now");
    }

    @Test
    void whoMayNotChangeTheModeStartsAPlanInNoModeButTheDefaultOneUnlessClaudeHasChosenToPlan() {
        var plan = Script.EMPTY.ask("ExitPlanMode", "{\"plan\":\"1. Do it\"}").say("Done.");
        claude.on("plan", plan);
        claude.on(
                "plan by yourself",
                Script.EMPTY.line(Lines.line("mode-changed")).ask("ExitPlanMode", "{}"));
        run("plan by yourself", fresh, Settings.NONE);
        session.tell(
                new AgentProtocol.Answer(asked().request(), new AgentProtocol.Decided(new Decision.AllowAsking())));
        last();
        assertThat(claude.last().answers()).extracting(Object::toString).containsExactly("{\"behavior\":\"allow\"}");

        run("plan", Session.fresh(fresh.directory(), null, Instant.EPOCH), Settings.NONE.withMode(PermissionMode.PLAN));
        session.tell(
                new AgentProtocol.Answer(asked().request(), new AgentProtocol.Decided(new Decision.AllowAsking())));
        last();
        assertThat(claude.last().answers().getLast().toString()).contains("\"mode\":\"default\"");
    }

    @Test
    void severalQuestionsAreAnsweredByTheirIds() {
        claude.on("agents", Script.EMPTY.askAside("a", "Write", "{\"n\":1}").askAside("b", "Write", "{\"n\":2}"));
        run("agents", fresh, Settings.NONE);
        var first = asked();
        var second = asked();
        assertThat(second.subagent()).isEqualTo("b");

        session.tell(new AgentProtocol.Answer(second.request(), DENIED));
        assertThat(turn.expectMessageClass(AgentProtocol.ToolEnded.class).id()).isEqualTo(second.call());
        session.tell(new AgentProtocol.Answer(first.request(), DENIED));
        assertThat(turn.expectMessageClass(AgentProtocol.ToolEnded.class).id()).isEqualTo(first.call());

        assertThat(last()).isInstanceOf(Finished.class);
    }

    @Test
    void theStopWithdrawsWhatIsAskedAndEndsTheTurn() {
        claude.on("touch", Script.EMPTY.ask("Bash", "{}"));
        var job = run("touch", fresh, Settings.NONE);
        var asked = asked();

        session.tell(new AgentProtocol.Interrupt(job.turn()));

        turn.expectMessage(new AgentProtocol.Withdrawn(asked.request()));
        var finished = (Finished) last();
        assertThat(finished.ending()).isEqualTo(new AgentProtocol.Stopped());
        assertThat(claude.last().isAlive()).isTrue();
    }

    @Test
    void theStopOfAnotherTurnStopsNothing() {
        claude.on("hold", Script.EMPTY.hold().say("done"));
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        session.tell(new AgentProtocol.Interrupt(TurnId.random()));
        settle();

        assertThat(claude.last().requests("interrupt")).isEmpty();
        claude.last().release();
        assertThat(last()).isInstanceOf(Finished.class);
    }

    @Test
    void aPromptThatIsStoppedBeforeItIsWrittenIsNotRun() {
        claude.starting(Manner.IGNORES_SIGTERM);
        ask("one", fresh, Settings.NONE);
        claude.starting(Manner.NORMAL);
        var other = ClaudeFixture.fresh();
        var job = run("two", other, Settings.NONE);
        await().until(() -> claude.last().terminations() == 1);

        session.tell(new AgentProtocol.Interrupt(job.turn()));
        settle();
        passUntilGone(claude.last());

        assertThat(last()).isInstanceOf(Broke.class);
        assertThat(claude.processes()).hasSize(1);
        ask("three", other, Settings.NONE);
        assertThat(claude.last().prompts()).containsExactly("three");
    }

    // What nobody asked for

    @Test
    void aTurnThatClaudeBeginsByItselfWaitsForSomeoneToAdoptIt() {
        ask("one", fresh, Settings.NONE);
        settle();
        claude.last().startTurn(Script.saying("By the way").hold().say("that is all"));
        var started = owner.expectMessageClass(AgentProtocol.SelfStarted.class);

        session.tell(new AgentProtocol.Adopt(started.turn(), turn.ref()));
        turn.fishForMessage(
                SOON,
                event -> event.equals(new AgentProtocol.Said("By the way"))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        claude.last().release();

        assertThat(last()).isInstanceOf(Finished.class);
        ask("two", resumable(), Settings.NONE);
    }

    @Test
    void changesThatClaudeMakesByItselfAreToldToTheOwner() {
        ask("one", fresh, Settings.NONE);

        claude.last().say(Lines.line("mode-changed"));
        claude.last().say("{\"type\":\"conversation_reset\",\"new_conversation_id\":\"n\"}");

        owner.expectMessage(new AgentProtocol.ModeChanged(PermissionMode.PLAN));
        owner.expectMessage(new AgentProtocol.SessionReset(new SessionId("n")));
    }

    @Test
    void theResultOfAnotherMessageIsNotTheTurns() {
        claude.on(
                "hold",
                Script.EMPTY
                        .line(Lines.line("result-completed"))
                        .line(Lines.line("idle"))
                        .say("Mine"));
        run("hold", fresh, Settings.NONE);

        var finished = (Finished) last();
        assertThat(finished.text()).isEqualTo("Mine");
    }

    // Queries

    @Test
    void aQueryStartsAProcessThatRunsNoCutOffTurn() {
        query(fresh);

        assertThat(usage().tokens()).isEqualTo(12000);
        assertThat(claude.last().launch().environment()).doesNotContainKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
        pool.expectMessageClass(WarmPool.Busy.class);
        pool.expectMessageClass(WarmPool.Idle.class);
    }

    @Test
    void aQueryIsAnsweredInMidTurn() {
        claude.on("hold", Script.EMPTY.hold());
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        query(fresh);

        usage();
        claude.last().release();
        last();
    }

    @Test
    void aQueryThatClaudeRefusesSaysWhy() {
        var taken = KIT.<AgentQuery.Result<AgentQuery.Taken>>createTestProbe();
        session.tell(new AgentProtocol.Ask<>(new AgentQuery.TakeMode(PermissionMode.BYPASS), fresh, taken.ref()));

        var refused = (AgentQuery.Unanswered<AgentQuery.Taken>) taken.receiveMessage();
        assertThat(refused.why()).startsWith("Cannot set permission mode to bypassPermissions");
    }

    @Test
    void aQueryThatFindsNoProgramSaysWhy() {
        claude.starting(Manner.neverStarts("`claude` cannot be run."));

        query(fresh);

        asker.expectMessage(new AgentQuery.Unanswered<>("`claude` cannot be run."));
    }

    // The end

    @Test
    void aConnectionThatFailsBreaksItsTurn() {
        var failing = KIT.spawn(ClaudeSession.create(
                ClaudeFixture.CHAT,
                new ClaudeSetup(ClaudeFixture.settings(Map.of()), ClaudeFixture.projects(), (launch, listener) -> {
                    throw new IllegalStateException("it fails, as the test wants it");
                }),
                pool.ref(),
                owner.ref()));
        failing.tell(new AgentProtocol.Run(new Job(TurnId.random(), "one", true, fresh, false), turn.ref()));

        assertThat(last()).isEqualTo(Failures.broke(Cause.CRASHED, "exit code 1"));
        pool.expectMessageClass(WarmPool.Busy.class);
        pool.expectMessageClass(WarmPool.Gone.class);
        KIT.stop(failing);
    }

    @Test
    void aShutdownInMidTurnTerminatesAtOnceAndInterruptsNothing() {
        claude.on("hold", Script.EMPTY.hold());
        run("hold", fresh, Settings.NONE);
        awaitPrompt("hold");

        session.tell(new AgentProtocol.Shutdown());

        owner.expectTerminated(session);
        assertThat(claude.last().terminations()).isEqualTo(1);
        assertThat(claude.last().requests("interrupt")).isEmpty();
    }

    @Test
    void aShutdownWithoutAProcessStopsAtOnce() {
        session.tell(new AgentProtocol.Shutdown());

        owner.expectTerminated(session);
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void aShutdownWaitsForAProcessThatDoesNotObey() {
        claude.starting(Manner.IGNORES_SIGTERM);
        ask("one", fresh, Settings.NONE);

        session.tell(new AgentProtocol.Shutdown());
        await().until(() -> claude.last().terminations() == 1);
        passUntilGone(claude.last());

        owner.expectTerminated(session);
        assertThat(claude.last().kills()).isEqualTo(1);
    }

    // Tools and what is closed to them

    @Test
    void aToolThatReachesWhatIsClosedIsDenied() {
        ask("hello", fresh, Settings.NONE);

        callTool("h1", "Read", "file_path", config.resolve(".credentials.json") + "");
        callTool("h2", "Read", "file_path", config.resolve("settings.json") + "");

        await().until(() -> hookAnswer("h1") != null && hookAnswer("h2") != null);
        assertThat(hookAnswer("h1"))
                .contains("\"permissionDecision\":\"deny\"", "/.credentials.json` is closed to Claude.");
        assertThat(hookAnswer("h2")).endsWith("\"response\":{}}}");
    }

    @Test
    void aToolThatGoesThroughWhatIsClosedIsAskedAbout() {
        ask("hello", fresh, Settings.NONE);

        callTool("h1", "Bash", "command", "grep -rs x /proc");

        await().until(() -> hookAnswer("h1") != null);
        assertThat(hookAnswer("h1")).contains("\"permissionDecision\":\"ask\"");
    }

    @Test
    void aToolCallThatIsNotUnderstoodIsBlocked() {
        ask("hello", fresh, Settings.NONE);

        claude.last().say(CliLines.hookCallback("h1", "PreToolUse", StreamJson.json("{\"tool_name\":5}")));

        await().until(() -> hookAnswer("h1") != null);
        assertThat(hookAnswer("h1")).contains("\"decision\":\"block\"");
    }

    @Test
    void aQuestionSaysWhereALinkLeads() throws IOException {
        var target = Files.writeString(config.resolve("target.txt"), "");
        var link = Files.createSymbolicLink(config.resolve("link.txt"), target);
        claude.on("write", Script.EMPTY.hold());
        run("write", fresh, Settings.NONE);
        awaitPrompt("write");
        callTool("h1", "Write", "file_path", link + "");
        await().until(() -> hookAnswer("h1") != null);

        claude.last()
                .say(CliLines.canUseTool("q", "t-h1", "Write", StreamJson.object(), StreamJson.object(), null) + "");

        assertThat(permission(asked()).disclosure().remarks())
                .containsExactly(
                        "⚠️ This is a link. The real file: `" + target.toRealPath() + "`, outside this chat's folder");
    }

    @Test
    void aSkillThatNothingIsKnownOfIsNotToBeAllowed() {
        claude.on("skill", Script.EMPTY.ask("Skill", "{\"skill\":\"x\"}"));
        run("skill", fresh, Settings.NONE);

        assertThat(permission(asked()).disclosure().complete()).isFalse();
    }

    @Test
    void noSecretIsSaidAskedOrAnswered() {
        claude.on(
                "tell",
                Script.saying("It is " + SECRET + ", yes").ask("Bash", "{\"command\":\"echo " + SECRET + "\"}"));
        run("tell", fresh, Settings.NONE);

        var told = turn.fishForMessage(
                SOON,
                event -> event instanceof AgentProtocol.Asked
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndCollect());
        assertThat(told.toString()).doesNotContain(SECRET).contains("It is [redacted], yes", "echo [redacted]");
        assertThat(told).contains(new AgentProtocol.Said("It is [redacted], yes"));
    }

    @Test
    void aSecretThatIsStreamedInPiecesIsNeverShown() {
        claude.on("stream", Script.EMPTY.hold());
        run("stream", fresh, Settings.NONE);
        awaitPrompt("stream");
        for (var i = 0; i < SECRET.length(); i++) {
            claude.last().say(LINES.textDelta(SECRET.substring(i, i + 1)));
        }
        claude.last().say(LINES.textDelta(" s3"));
        claude.last().say(LINES.textDelta("a"));
        claude.last().release();

        var told = turn.fishForMessage(
                SOON,
                event -> event instanceof Finished ? FishingOutcomes.complete() : FishingOutcomes.continueAndCollect());
        var spoken = told.stream()
                .map(event -> event instanceof AgentProtocol.Spoke spoke ? spoke.text() : "")
                .collect(Collectors.joining());
        assertThat(spoken).isEqualTo("[redacted] s3a");
    }

    private void callTool(String requestId, String tool, String argument, String value) {
        var call = StreamJson.object()
                .put("tool_name", tool)
                .put("cwd", "/srv")
                .put("session_id", fresh.id() + "")
                .put("permission_mode", "default")
                .put("tool_use_id", "t-" + requestId);
        call.putObject("tool_input").put(argument, value);
        claude.last().say(CliLines.hookCallback(requestId, "PreToolUse", call));
    }

    private @Nullable String hookAnswer(String requestId) {
        return claude.last().written().stream()
                .filter(line -> line.contains("\"request_id\":\"" + requestId + "\""))
                .findFirst()
                .orElse(null);
    }

    // Which files a turn has changed

    @Test
    void aTurnThatHasUsedAFileToolTellsWhatItHasChangedBeforeItEnds() throws IOException {
        var file = Files.writeString(config.resolve("made.txt"), "1\n2\n");
        claude.on("make it", Script.EMPTY.tool("Write", "{}").say("Done."));
        claude.rewinding("{\"canRewind\":true,\"filesChanged\":[\"" + file + "\"],\"insertions\":1,\"deletions\":2}");

        var job = run("make it", fresh, Settings.NONE);

        var changes = Objects.requireNonNull(((Finished) last()).changes());
        assertThat(changes.summary()).isEqualTo(new Changes(1, 2, 1));
        assertThat(changes.files().getFirst().size()).isEqualTo(4);
        assertThat(changes.mayBeMore()).isFalse();
        var asked = claude.last().requests("rewind_files");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().path("user_message_id").asText())
                .isEqualTo(job.turn().value());
        assertThat(asked.getFirst().path("dry_run").asBoolean()).isTrue();
    }

    @Test
    void aFolderInAFilesPlaceIsNoChangeOfATurn() throws IOException {
        var folder = Files.createDirectory(config.resolve("folder"));
        claude.on("make it", Script.EMPTY.tool("Write", "{}").say("Done."));
        claude.rewinding("{\"canRewind\":true,\"filesChanged\":[\"" + folder + "\"],\"insertions\":0,\"deletions\":0}");

        run("make it", fresh, Settings.NONE);

        assertThat(((Finished) last()).changes()).isNull();
    }

    @Test
    void aTurnWithoutFileToolsAsksNothing() {
        claude.on("look", Script.EMPTY.tool("Read", "{}").tool("Bash", "{}").say("Done."));

        ask("hello", fresh, Settings.NONE);
        ask("look", resumable(), Settings.NONE);

        assertThat(claude.last().requests("rewind_files")).isEmpty();
    }

    @Test
    void aCommandMayChangeAFileThatHasACheckpoint() {
        claude.on("make it", Script.EMPTY.tool("Write", "{}").say("Done."));
        claude.on("look", Script.EMPTY.tool("Bash", "{}").say("Done."));
        claude.rewinding("{\"canRewind\":true,\"filesChanged\":[\"/nowhere\"],\"insertions\":1,\"deletions\":0}");

        ask("make it", fresh, Settings.NONE);
        run("look", resumable(), Settings.NONE);

        assertThat(Objects.requireNonNull(((Finished) last()).changes()).mayBeMore())
                .isTrue();
        assertThat(claude.last().requests("rewind_files")).hasSize(2);
    }

    @Test
    void aFileOfASubagentHasNoCheckpoint() {
        claude.on(
                "delegate",
                Script.EMPTY.toolOfSubagent("Write", "{}", "toolu_x").say("Done."));

        ask("delegate", fresh, Settings.NONE);

        assertThat(claude.last().requests("rewind_files")).isEmpty();
    }

    @Test
    void aTurnWhoseChangesAreForgottenEndsWithoutThem() {
        claude.on("make it", Script.EMPTY.tool("Write", "{}").say("Done."));

        run("make it", fresh, Settings.NONE);

        assertThat(((Finished) last()).changes()).isNull();
    }

    @Test
    void aTurnThatHasFinishedDoesNotFailIfItsProcessDiesWhileItIsAskedWhatHasChanged() {
        claude.on("make it", Script.EMPTY.tool("Write", "{}").say("Done."));
        claude.rewinding(null);

        run("make it", fresh, Settings.NONE);
        await().until(() -> !claude.processes().isEmpty()
                && !claude.last().requests("rewind_files").isEmpty());
        claude.last().crash(1, "");

        assertThat(((Finished) last()).ending()).isEqualTo(new AgentProtocol.Answered());
    }

    private Session resumable() {
        return fresh.usedAt(fresh.at());
    }

    // It gets no prompt before its settings are known to be in force

    @Test
    void aProcessThatIgnoresADenyRuleGetsNoPrompt() {
        claude.settingsInForce("{\"crossSessionInbound\":\"refuse\",\"disableAllHooks\":false}");

        run("hello", fresh, Settings.NONE);

        var broke = turn.expectMessageClass(Broke.class);
        assertThat(broke.cause()).isEqualTo(Cause.CANNOT_START);
        assertThat(broke.detail()).contains("ignores the bot's own setting disableAllHooks, so nothing was run");
        assertThat(claude.last().prompts()).isEmpty();
        await().until(() -> !claude.last().isAlive());
        assertThat(claude.processes()).hasSize(1);
    }

    @Test
    void aPromptThatComesWhileItIsCheckedWaitsAndRunsOnce() {
        claude.starting(Manner.MUTE);
        query(fresh);
        await().until(() -> claude.processes().size() == 1);

        run("hello", fresh, Settings.NONE);

        await().until(() -> claude.last().requests("list_permission_rules").size() == 1);
        turn.expectNoMessage(Duration.ofMillis(50));
        assertThat(claude.last().prompts()).isEmpty();
    }

    @Test
    void theFilesItWasStartedWithAreGivenUpOnceItAnswers() {
        ask("one", fresh, Settings.NONE);

        assertThat(claude.last().isSettled()).isTrue();
    }

    private Job run(String text, Session where, Settings settings) {
        var job = new Job(TurnId.random(), text, true, where, false);
        session.tell(new AgentProtocol.Apply(settings));
        session.tell(new AgentProtocol.Run(job, turn.ref()));
        return job;
    }

    private void ask(String text, Session where, Settings settings) {
        run(text, where, settings);
        assertThat(last()).isInstanceOf(Finished.class);
    }

    private static Job resumed(Job job) {
        return resumed(job, List.of());
    }

    private static Job resumed(Job job, List<InterruptedTool> begun) {
        var session = job.session();
        return new Job(
                job.turn(), job.content(), job.literal(), session.usedAt(session.at()), true, List.of(), begun, false);
    }

    private void query(Session where) {
        session.tell(new AgentProtocol.Ask<>(new AgentQuery.Context(), where, asker.ref()));
    }

    private AgentQuery.ContextUsage usage() {
        return ((AgentQuery.Answered<AgentQuery.ContextUsage>) asker.receiveMessage()).answer();
    }

    private static AgentProtocol.Permission permission(AgentProtocol.Asked asked) {
        return (AgentProtocol.Permission) asked.what();
    }

    /** The turn's last event. */
    private Event last() {
        return turn.fishForMessage(
                        SOON,
                        event -> event instanceof Finished
                                        || event instanceof Broke
                                        || event instanceof AgentProtocol.CutOff
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .getLast();
    }

    private AgentProtocol.Asked asked() {
        return (AgentProtocol.Asked) turn.fishForMessage(
                        SOON,
                        event -> event instanceof Progress
                                ? FishingOutcomes.continueAndIgnore()
                                : FishingOutcomes.complete())
                .getLast();
    }

    private void awaitPrompt(String text) {
        await().until(() ->
                !claude.processes().isEmpty() && claude.last().prompts().contains(text));
        settle();
    }

    private static void awaitEnd(ScriptedProcess process) {
        await().until(() -> !process.isAlive());
    }

    /** Lets time pass, second by second, until the process has been ended. */
    private void passUntilGone(ScriptedProcess process) {
        await().until(() -> {
            time.timePasses(Duration.ofSeconds(1));
            return !process.isAlive();
        });
    }

    /** Returns when the session and its living connection have dealt with what they were told before. */
    private void settle() {
        goThroughBoth(); // then the session has told its connection all
        goThroughBoth();
    }

    private void goThroughBoth() {
        var id = UUID.randomUUID().toString();
        claude.last().say("{\"type\":\"conversation_reset\",\"new_conversation_id\":\"" + id + "\"}");
        owner.fishForMessage(
                SOON,
                notice -> notice.equals(new AgentProtocol.SessionReset(new SessionId(id)))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }
}
