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

    private static final String ADOPT = "adopt";

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

    /** Starts a process, or takes over a spare one, and asks it which settings are in force. */
    private ProcessState process(ProjectLook.BeforeStart looked) {
        var claude = setup.claude();
        var session = looked.start().session();
        var verdict = looked.verdict();
        var spare = looked.spare();
        var launch = launch(looked);
        var closed = spare == null ? claude.closedPaths(chat) : claude.closedPaths(chat, spare.session());
        var calls = new ToolCalls(closed, launch.environment(), session.directory());
        var tools = HostTools.of(claude, chat, session.directory(), closed);
        var connection = ctx.spawnAnonymous(ClaudeConnection.create(
                launch,
                spare == null ? setup.processes() : spare,
                hooks(calls, verdict),
                tools,
                claude.answer(),
                notices));
        var died = new ClaudeConnection.Closed(connection, new ClaudeProcess.Exit(1, ""), false, false);
        ctx.watchWith(connection, new FromConnection(died)); // if the connection fails, it cannot report its own end
        var wanted = StreamJson.json(launch.file(SettingsCheck.FLAG).orElse("{}"));
        if (spare != null) {
            var asOfChat = StreamJson.object();
            asOfChat.set("settings", wanted);
            connection.tell(new ClaudeConnection.Request(ADOPT, "apply_flag_settings", asOfChat));
        }
        SettingsCheck.REQUESTS.forEach(
                each -> connection.tell(new ClaudeConnection.Request(each, each, StreamJson.object())));
        var served = new ServedCalls(ctx, tools, connection);
        var started = spare == null ? settings : Settings.NONE;
        var process = new ProcessState(connection, claude, calls, served, session, started, verdict, wanted);
        process.apply(settings);
        return process;
    }

    private ClaudeProcess.Launch launch(ProjectLook.BeforeStart looked) {
        var start = looked.start();
        var session = start.session();
        var spare = looked.spare();
        return spare == null
                ? setup.commandLine().launch(chat, session, looked.entry(), settings, looked.project(), start.goOn())
                : setup.commandLine().adopted(chat, spare.session(), settings, looked.project(), session.directory());
    }

    /** The hooks of a process. If files are trusted by their content, other content does not take effect. */
    private Hooks hooks(ToolCalls calls, Trust.Verdict verdict) {
        var always = Hooks.NONE.on("PreToolUse", calls::answer).on("PostToolUse", ClaudeTools.FILES, calls::done);
        return verdict instanceof Trust.Always ? always : always.on("ConfigChange", configGuard);
    }
}
