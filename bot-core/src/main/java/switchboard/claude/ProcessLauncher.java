package switchboard.claude;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.claude.trust.Trust;
import switchboard.model.ChatId;
import switchboard.model.Settings;

/** Starts the processes of a session, each with its {@link ClaudeConnection}. Used by one actor. */
final class ProcessLauncher {

    record FromConnection(ClaudeConnection.Notice notice) implements AgentProtocol.Internal {}

    private final ActorContext<AgentProtocol.Command> ctx;
    private final ChatId chat;
    private final ClaudeSetup setup;
    private final ConfigGuard configGuard;
    private final ActorRef<? super AgentProtocol.Notice> owner;
    private final Warmth warmth;
    private final ActorRef<ClaudeConnection.Notice> notices;

    /** What the chat has chosen last. */
    private Settings settings = Settings.NONE;

    ProcessLauncher(
            ActorContext<AgentProtocol.Command> ctx,
            ChatId chat,
            ClaudeSetup setup,
            ActorRef<? super AgentProtocol.Notice> owner,
            Warmth warmth) {
        this.ctx = ctx;
        this.chat = chat;
        this.setup = setup;
        this.owner = owner;
        this.warmth = warmth;
        this.configGuard =
                new ConfigGuard(SessionTranscript.configDirectory(setup.claude().environment()));
        this.notices = ctx.messageAdapter(ClaudeConnection.Notice.class, FromConnection::new);
    }

    /** The processes to come are started with these. */
    void apply(Settings next) {
        settings = next;
    }

    /** Starts a process, for queries if there is no run. */
    SessionState.Up launch(ProjectLook.BeforeStart looked, @Nullable AgentRun run) {
        var process = process(looked);
        warmth.busy();
        if (!looked.project().leftOut().isEmpty()) {
            owner.tell(new AgentProtocol.HeldBack(looked.project().leftOut()));
        }
        if (run != null) {
            return new SessionState.Checking(process, run);
        }
        warmth.idle();
        return new SessionState.Idle(process);
    }

    /** Starts a process and asks it which settings are in force. */
    private ProcessState process(ProjectLook.BeforeStart looked) {
        var claude = setup.claude();
        var start = looked.start();
        var verdict = looked.verdict();
        var launch = setup.commandLine()
                .launch(chat, start.session(), looked.entry(), settings, looked.project(), start.goOn());
        var calls = new ToolCalls(
                claude.closedPaths(chat), launch.environment(), start.session().directory());
        var tools = HostTools.of(claude, chat, start.session().directory());
        var connection = ctx.spawnAnonymous(ClaudeConnection.create(
                launch, setup.processes(), hooks(calls, verdict), tools, claude.answer(), notices));
        var died = new ClaudeConnection.Closed(connection, new ClaudeProcess.Exit(1, ""), false, false);
        ctx.watchWith(connection, new FromConnection(died)); // if the connection fails, it cannot report its own end
        var started = StreamJson.json(launch.file(SettingsCheck.FLAG).orElse("{}"));
        SettingsCheck.REQUESTS.forEach(
                each -> connection.tell(new ClaudeConnection.Request(each, each, StreamJson.object())));
        var served = new ServedCalls(ctx, tools, connection);
        return new ProcessState(connection, claude, calls, served, start.session(), settings, verdict, started);
    }

    /** The hooks of a process. If files are trusted by their content, other content does not take effect. */
    private Hooks hooks(ToolCalls calls, Trust.Verdict verdict) {
        var always = Hooks.NONE.on("PreToolUse", calls::answer).on("PostToolUse", ClaudeTools.FILES, calls::done);
        return verdict instanceof Trust.Always ? always : always.on("ConfigChange", configGuard);
    }
}
