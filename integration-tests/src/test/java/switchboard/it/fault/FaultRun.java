package switchboard.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.anthropic.Script;
import switchboard.it.fault.FaultPlan.Brings;
import switchboard.it.fault.FaultPlan.ChatPlan;
import switchboard.it.fault.FaultPlan.Event;
import switchboard.it.fault.FaultPlan.Place;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.fault.FaultPlan.Victim;
import switchboard.it.journey.BotProcess;
import switchboard.it.journey.JvmFault;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.FakeBotApi;
import switchboard.process.ProcessMark;

/**
 * One run: a bot with a home and a session directory of its own, its fakes, and the people who talk while it is killed.
 * All of it in one thread but for what the fakes are called for.
 */
final class FaultRun implements AutoCloseable {

    /**
     * How it went.
     *
     * @param complaints what is wrong; empty if nothing is
     */
    record Result(FaultPlan plan, List<String> killed, Tally tally, List<String> complaints, Duration took) {

        String line() {
            return "run %d of seed %d: %s; killed: %s; %s; %.1f s"
                    .formatted(
                            plan.run(),
                            plan.seed(),
                            complaints.isEmpty() ? "fine" : "FAILED",
                            String.join("; ", killed),
                            tally.line(),
                            took.toMillis() / 1e3);
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(50);
    private static final long FIRST_PERSON = 110;
    private static final long FORUM = -1_000_000_000_042L;

    private final FaultPlan plan;
    private final Path directory;
    private final Moments moments = new Moments();
    private final TelegramChance telegramChance;
    private final ClaudeChance claudeChance;
    private final FakeBotApi telegram = FakeBotApi.start();
    private final FakeMessagesApi claude = FakeMessagesApi.start();
    private final List<Talk> talks = new ArrayList<>();
    private final Bot bot;
    private final Killing killing;
    private long busyAt = System.nanoTime();

    /** @param directory to be made; all of the run's files are in it */
    FaultRun(FaultPlan plan, Path directory) throws IOException {
        this.plan = plan;
        this.directory = Files.createDirectories(directory).toRealPath();
        this.telegramChance =
                new TelegramChance(plan.telegramFaults(), plan.fileFaults(), plan.seed() ^ plan.run(), this::called);
        this.claudeChance = new ClaudeChance(
                plan.claudeFaults(), plan.seed() ^ ~plan.run(), () -> moments.add(Event.API_REQUEST, 1));
        telegram.failByChance(telegramChance);
        claude.failByChance(claudeChance);
        this.bot = new Bot(this.directory, environment(), log().toFile(), this::mark);
        this.killing = new Killing(bot, moments, plan.kills());
        furnish();
    }

    private void called(String method) {
        moments.add(method.equals("getUpdates") ? Event.POLL : Event.BOT_CALL, 1);
        moments.add(Event.FETCH, TelegramChance.isFetch(method) ? 1 : 0);
    }

    /** Runs it to its end; a run that does not end in time is stopped and complained of. */
    Result run() throws IOException, InterruptedException {
        var began = System.nanoTime();
        var complaints = new ArrayList<String>();
        killing.begin();
        while (!step() && !bot.isGone()) {
            if (isStuck()) {
                complaints.add("at rest for " + STUCK_AFTER.toSeconds() + " s, but not settled");
                break;
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                complaints.add("not settled after " + PATIENCE.toSeconds() + " s");
                break;
            }
            moments.await(killing.millisLeft(LOOKS_EVERY));
        }
        if (bot.isGone()) {
            complaints.add("the bot ended by itself");
        }
        var code = bot.stop();
        if (code != 0) {
            complaints.add("the bot stopped with exit code " + code);
        }
        complaints.addAll(complaints());
        return new Result(plan, killing.told(), tally(), complaints, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Does what is due; whether all is done. */
    private boolean step() throws IOException, InterruptedException {
        for (var talk : talks) {
            talk.look(claude.requests(), killing.botsKilled(), killing.settledKills());
            talk.letGoOn(bot.isUp() && SessionCheck.isOnHold(sessions(), talk.chat()));
            moments.add(
                    Event.SAID, talk.speak(killing.isDown(), killing.goesDown(), killing.struck(), killing.isOver()));
            moments.add(Event.PRESSED, talk.press());
        }
        var isQuiet = bot.isUp()
                && moments.count(Event.POLL) > 0
                && telegram.pendingUpdates() == 0
                && talks.stream().allMatch(Talk::isSettled)
                && SessionCheck.isAtRest(sessions());
        killing.step(isQuiet);
        return isQuiet && killing.isOver() && talks.stream().allMatch(Talk::isAllSaid);
    }

    /** Whether the bot has had nothing to do for long though something is not settled. */
    private boolean isStuck() throws IOException {
        var isBusy = !bot.isUp()
                || moments.count(Event.POLL) == 0
                || telegram.pendingUpdates() > 0
                || talks.stream().allMatch(Talk::isSettled)
                || !SessionCheck.isAtRest(sessions());
        var now = System.nanoTime();
        if (isBusy) {
            busyAt = now;
        }
        return now - busyAt > STUCK_AFTER.toNanos();
    }

    private List<String> complaints() throws IOException {
        var found = new ArrayList<>(bot.complaints());
        var effects = effects();
        for (var talk : talks) {
            var others = talks.stream()
                    .filter(other -> other != talk)
                    .flatMap(other -> other.plan().prompts().stream())
                    .map(PromptPlan::marker)
                    .toList();
            found.addAll(Verdict.complaints(
                    talk.said(),
                    talk.chat().messages(),
                    others,
                    talk.torn(),
                    talk::mayOvertake,
                    unclear(talk.chat().id()),
                    killing.struck()));
            found.addAll(talk.complaints(claude.requests(), effects));
            for (var prompt : talk.plan().prompts()) {
                var times = effects.getOrDefault(prompt.marker(), 0L);
                if (times > talk.mayHaveRun(prompt)) {
                    found.add("the command of " + prompt.marker() + " ran " + times + " times, but may only have run "
                            + talk.mayHaveRun(prompt));
                }
            }
        }
        var torn = talks.stream().flatMap(talk -> talk.torn().stream()).toList();
        found.addAll(Heard.complaints(claude.requests(), talks, torn));
        found.addAll(HeardFiles.complaints(claude.requests(), talks));
        found.addAll(SessionCheck.complaints(sessions()));
        found.addAll(FilesCheck.complaints(files(), talks));
        bot.leftovers(home()).forEach(left -> found.add("left running: " + left.pid() + " " + left.info()));
        telegram.violations().forEach(broken -> found.add("Telegram complains: " + broken));
        return found;
    }

    /** Sends into a chat that may or may not have come: dropped ones, and for each kill of the bot the one under way. */
    private int unclear(long chat) {
        var kills = plan.kills().stream().filter(FaultPlan.Kill::meetsBot).count();
        return telegramChance.unclear(chat) + (int) kills;
    }

    private Map<String, Long> effects() throws IOException {
        var file = work().resolve(Scripts.EFFECTS);
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()))
                : Map.of();
    }

    private Tally tally() {
        var tally = new Tally();
        for (var victim : Victim.values()) {
            tally.add(
                    "kills of " + victim,
                    plan.kills().stream()
                            .filter(kill -> kill.victim() == victim)
                            .count());
        }
        for (var fault : JvmFault.values()) {
            tally.add(
                    "of the bot by " + fault,
                    plan.kills().stream()
                            .filter(kill -> kill.meetsBot() && kill.fault().equals(Optional.of(fault)))
                            .count());
        }
        for (var talk : talks) {
            var messages = talk.chat().messages();
            tally.add("said", talk.said().size());
            talk.said()
                    .forEach(said ->
                            tally.add("of kind " + said.prompt().kind().name().toLowerCase(Locale.ROOT), 1));
            for (var fate : Verdict.Fate.values()) {
                tally.add(
                        fate.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        talk.said().stream()
                                .filter(each -> Verdict.fate(each, messages) == fate)
                                .count());
            }
            tally.add("repeated", Verdict.repeats(messages));
            tally.add("live messages left", Verdict.leftLive(messages));
            tally.add("asked whether to go on", talk.doubts());
            tally.add("asked about a lost file", talk.lost());
            tally.add("commands besides", talk.asides());
            tally.add("sessions exported", talk.exports());
            talk.said().stream()
                    .map(said -> said.prompt().brings())
                    .filter(brings -> brings != Brings.NOTHING)
                    .forEach(brings -> tally.add("with " + brings.name().toLowerCase(Locale.ROOT), 1));
        }
        tally.add("files that reached Claude", HeardFiles.reached(claude.requests(), talks));
        tally.add("Bot API: ", telegramChance.counts());
        return tally.add("Messages API: ", claudeChance.counts());
    }

    /** All that is known of it, for one who looks for what went wrong. */
    String scene(Result result) {
        var scene = new StringBuilder(result.line()).append("\n\n");
        result.complaints()
                .forEach(complaint -> scene.append("! ").append(complaint).append('\n'));
        scene.append("\nkills planned: ").append(plan.kills());
        scene.append("\npermits ").append(plan.permits()).append(", faults ").append(plan.telegramFaults());
        scene.append(" and ").append(plan.claudeFaults()).append("\nran: ").append(runs());
        for (var talk : talks) {
            scene.append("\n\n").append(talk.plan());
            scene.append("\nchat ")
                    .append(talk.chat().id())
                    .append(" topic ")
                    .append(talk.chat().thread());
            scene.append(", said ").append(talk.said());
            talk.chat().messages().forEach(message -> scene.append("\n  ").append(brief(message.toString())));
            talk.chat()
                    .deletedMessages()
                    .forEach(message -> scene.append("\n  deleted ").append(brief(message.toString())));
        }
        scene.append("\n\ncalls of the bot");
        telegram.calls().stream()
                .filter(call -> !call.method().equals("getUpdates"))
                .forEach(call -> scene.append("\n  %s %d %s %s"
                        .formatted(
                                call.at(),
                                call.status(),
                                call.method(),
                                brief(call.params().toString()))));
        scene.append("\n\nrequests to the model");
        claude.requests()
                .forEach(request -> scene.append("\n  %s %s round %d %s"
                        .formatted(request.sessionId(), brief(request.prompt()), request.round(), request.fault())));
        return scene.append('\n').toString();
    }

    private String runs() {
        try {
            return effects().toString();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static String brief(String text) {
        var line = text.replace("\n", "⏎");
        return line.length() <= 600 ? line : line.substring(0, 400) + " … " + line.substring(line.length() - 150);
    }

    @Override
    public void close() {
        bot.kill();
        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);
        claude.close();
        telegram.close();
    }

    private void furnish() throws IOException {
        Files.createDirectories(home().resolve(".claude"));
        Files.writeString(
                home().resolve(".claude/settings.json"),
                "{\"permissions\":{\"allow\":[\"Bash(./" + Scripts.APPEND + ":*)\"]}}");
        Files.createDirectories(work());
        for (var name : List.of(Scripts.APPEND, Scripts.ASKED)) {
            var script = Files.writeString(work().resolve(name), Scripts.command());
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (var chat : plan.chats()) {
            script(chat.prompts());
            var address = chat.place() == Place.TOPIC ? "@" + telegram.botUsername() + " " : "";
            talks.add(new Talk(chat, place(chat), address));
        }
    }

    /** What was added last is tried first. */
    private void script(List<PromptPlan> prompts) {
        for (var prompt : prompts) {
            claude.when(prompt.text(), Scripts.of(prompt));
            claude.when(Replies.beginning(prompt), Script.say("Well."));
        }
        for (var next = 1; next < prompts.size(); next++) {
            var before = prompts.get(next - 1);
            if (before.endsFull()) {
                claude.when(Pieces.seam(before, prompts.get(next)), Scripts.of(before, prompts.get(next)));
            }
        }
    }

    private Chat place(ChatPlan chat) {
        var person = telegram.person(FIRST_PERSON + chat.number(), "Person " + chat.number());
        return switch (chat.place()) {
            case PRIVATE -> telegram.privateChat(person);
            case TOPIC -> telegram.forum(FORUM, "Team").with(person).createsTopic("Topic " + chat.number());
        };
    }

    private Map<String, String> environment() throws IOException {
        var environment = new HashMap<>(ClaudeCli.environment(home(), claude.root()));
        environment.put("CLAUDE_CLI_PATH", ClaudeCli.assumeInstalled().toString());
        environment.put("TELEGRAM_BOT_TOKEN", telegram.token());
        environment.put("TELEGRAM_API_ROOT", telegram.root().toString());
        environment.put("RATE_LIMIT_REQUESTS", "0");
        environment.put(
                "TELEGRAM_ALLOWED_USERS",
                plan.chats().stream()
                        .map(chat -> Long.toString(FIRST_PERSON + chat.number()))
                        .collect(Collectors.joining(",")));
        environment.put("SESSION_DIR", sessions().toString());
        environment.put("FILES_DIR", files().toString());
        environment.put("CLAUDE_WORKING_DIR", work().toString());
        environment.put("ALLOWED_PATHS", work().toString());
        environment.put("MAX_CONCURRENT_QUERIES", Integer.toString(plan.permits()));
        environment.put("SHUTDOWN_TIMEOUT_MS", "500");
        environment.put("HTTP_PORT", "0");
        return environment;
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Path work() {
        return directory.resolve("work");
    }

    private Path sessions() {
        return directory.resolve("sessions");
    }

    private Path files() {
        return directory.resolve("files");
    }

    private Path log() {
        return directory.resolve("bot.log");
    }

    /** What the marks of this bot's Claude processes begin with. */
    private String mark() {
        return BotProcess.mark(sessions());
    }
}
