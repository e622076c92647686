package switchboard.it.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import switchboard.it.journey.JvmFault;

/**
 * Everything of one run that is decided beforehand; the same for the same seed and number. The events of a run also depend on
 * timing, so a repeated run is similar but not identical. Pure.
 *
 * @param permits how many turns run at once
 * @param kills in order; there is at least one
 * @param telegramFaults how likely a call of the Bot API meets a fault, 0 to 1
 * @param claudeFaults how likely a call of the Messages API meets one, 0 to 1
 * @param fileFaults how likely a call that fetches a file meets one, 0 to 1
 */
record FaultPlan(
        long seed,
        int run,
        int permits,
        List<ChatPlan> chats,
        List<Kill> kills,
        double telegramFaults,
        double claudeFaults,
        double fileFaults) {

    /** Where a chat is. */
    enum Place {
        PRIVATE,
        TOPIC
    }

    /** What the model does with a prompt. */
    enum Kind {
        /** Says a few words. */
        TEXT,
        /** Says several messages' worth. */
        LONG,
        /** Runs a command that changes nothing. */
        ECHO,
        /** Runs a command that leaves a line behind, which needs no permission. */
        APPEND,
        /** Runs a command that leaves a line behind, for which a person is asked. */
        ASKED,
        /** The same, and the person says in words why not. */
        REPLY,
        /** Takes seconds, and the person sends {@code /stop}. */
        STOP,
        /** Is longer than a message, so that it comes in pieces; the model says a few words. */
        PASTE
    }

    /** What a prompt brings besides its words, which then are a caption. */
    enum Brings {
        NOTHING,
        PHOTO,
        /** A text, an archive or something that only has a path. */
        DOCUMENT,
        /** Photos in one album. */
        ALBUM,
        /** A photo that was sent before: the prompt is a reply to it. */
        REPLIED_PHOTO,
        /** A file that nobody can have, so that the person is asked. */
        LOST
    }

    /** A command that a person gives right after a prompt. */
    enum Aside {
        NONE,
        RESTART,
        EXPORT,
        FORK,
        /** A shell command that leaves a line behind; the person lets it run. */
        SHELL
    }

    /** When a prompt is said. */
    enum Cue {
        /** Right after the one before. */
        AT_ONCE,
        /** When all before are settled. */
        AFTER_ANSWER,
        /** While the bot is down, if it will be. */
        WHILE_DOWN,
        /** When something was killed once more, so that the next kill finds work under way. */
        AFTER_KILL
    }

    enum Victim {
        BOT,
        CLI,
        BOTH
    }

    /** What is counted to find the moment of a kill, from the last one on; a reply to a question is counted as a press. */
    enum Event {
        BOT_CALL,
        API_REQUEST,
        SAID,
        PRESSED,
        POLL,
        START,
        /** The bot asks for a file, or for its place. */
        FETCH
    }

    /**
     * @param number from 1, in its run
     */
    record ChatPlan(int number, Place place, List<PromptPlan> prompts) {}

    /**
     * When {@code /stop} is sent; for {@link Kind#STOP}.
     *
     * @param millis after the prompt was said or, if it waits for a kill, after that
     */
    record Stop(boolean afterKill, int millis) {}

    /**
     * How a long text comes; for {@link Kind#PASTE}.
     *
     * @param full the length of all pieces but the last, in UTF-16 units
     * @param last the length of the last one, which may be full too
     * @param atOnce whether they come without a pause
     */
    record Paste(int pieces, int full, int last, boolean atOnce) {}

    /**
     * One prompt and what becomes of it.
     *
     * @param marker found in no other text of the run
     * @param lines how many lines the answer has
     * @param pauseMillis between two pieces of the answer
     * @param toolMillis how long the command takes
     * @param discards whether the person discards it if they are asked after a crash, or about a file that is lost
     * @param photos how many, in an album
     * @param aside what is commanded after it
     */
    record PromptPlan(
            String marker,
            Kind kind,
            Cue cue,
            int lines,
            int pauseMillis,
            int toolMillis,
            boolean discards,
            Stop stop,
            Paste paste,
            Brings brings,
            int photos,
            Aside aside) {

        /** What is said, or begins what is said; unlike what stands in answers. */
        String text() {
            return "Do " + marker + ".";
        }

        /** The messages in which it is said. */
        List<String> pieces() {
            return kind == Kind.PASTE ? Pieces.of(this) : List.of(text());
        }

        /** What the model says before it calls a tool begins with this. */
        String opening() {
            return marker + "/first:";
        }

        boolean usesTool() {
            return switch (kind) {
                case ECHO, APPEND, ASKED, REPLY -> true;
                case STOP -> toolMillis >= STOPPED_IN_TOOL_FROM;
                case TEXT, LONG, PASTE -> false;
            };
        }

        /** What the lines of the answer begin with. */
        List<String> tokens() {
            var tokens = new ArrayList<String>();
            for (var line = 0; line < lines; line++) {
                tokens.add(marker + "/" + line + ":");
            }
            return tokens;
        }

        boolean bringsPhotos() {
            return brings == Brings.PHOTO || brings == Brings.ALBUM;
        }

        PromptPlan bringing(Brings what, int photosInAlbum) {
            return new PromptPlan(
                    marker,
                    kind,
                    cue,
                    lines,
                    pauseMillis,
                    toolMillis,
                    discards,
                    stop,
                    paste,
                    what,
                    photosInAlbum,
                    aside);
        }

        PromptPlan followedBy(Aside command) {
            return new PromptPlan(
                    marker, kind, cue, lines, pauseMillis, toolMillis, discards, stop, paste, brings, photos, command);
        }

        /** Whether what is said next may be taken for one more piece of it. */
        boolean endsFull() {
            return kind == Kind.PASTE && paste.last() >= Pieces.NEARLY_FULL;
        }
    }

    /**
     * @param count the event's number, from 1
     * @param delay after it
     * @param down how long the bot then stays away; means nothing where only the CLI is killed
     * @param fault what the bot's JVM dies of; empty if it is killed from outside
     */
    record Kill(Victim victim, Event event, int count, Duration delay, Duration down, Optional<JvmFault> fault) {
        boolean meetsBot() {
            return victim != Victim.CLI;
        }

        @Override
        public String toString() {
            return victim
                    + fault.filter(any -> meetsBot()).map(each -> " by " + each).orElse("") + " at " + event + " "
                    + count + " +" + delay.toMillis() + " ms" + (meetsBot() ? ", away " + down.toMillis() + " ms" : "");
        }
    }

    private static final int STOPPED_IN_TOOL_FROM = 400;

    private static final double[] CHANCES = {0, 0.03, 0.08};

    /** As often as they stand here; presses are rare, so that a kill that waits for one mostly comes at rest. */
    private static final List<Event> MOMENTS = List.of(
            Event.BOT_CALL,
            Event.BOT_CALL,
            Event.BOT_CALL,
            Event.API_REQUEST,
            Event.API_REQUEST,
            Event.API_REQUEST,
            Event.SAID,
            Event.SAID,
            Event.PRESSED,
            Event.POLL,
            Event.START);

    /** One with which the few runs of {@link FaultsIT} have deaths of every kind. */
    private static final long DEATHS_APART = 16;

    /** One with which those runs have files of every kind, and faults and kills while they are fetched. */
    private static final long FILES_APART = 110;

    /** One with which those runs have commands of every kind. */
    private static final long ASIDES_APART = 111;

    /** As often as they stand here. */
    private static final List<Optional<JvmFault>> DEATHS = List.of(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(JvmFault.OUT_OF_MEMORY),
            Optional.of(JvmFault.THREAD_DIES),
            Optional.of(JvmFault.ACTOR_DIES));

    /** As often as they stand here. */
    private static final List<Kind> KINDS = List.of(
            Kind.TEXT,
            Kind.TEXT,
            Kind.TEXT,
            Kind.TEXT,
            Kind.LONG,
            Kind.ECHO,
            Kind.APPEND,
            Kind.ASKED,
            Kind.REPLY,
            Kind.REPLY,
            Kind.STOP,
            Kind.STOP,
            Kind.PASTE,
            Kind.PASTE);

    private static final double[] FILE_CHANCES = {0, 0.1, 0.25};

    /** As often as they stand here. */
    private static final List<Brings> FILES = List.of(
            Brings.PHOTO,
            Brings.PHOTO,
            Brings.DOCUMENT,
            Brings.DOCUMENT,
            Brings.ALBUM,
            Brings.ALBUM,
            Brings.REPLIED_PHOTO,
            Brings.LOST);

    /** As often as they stand here. */
    private static final List<Aside> ASIDES = List.of(
            Aside.NONE,
            Aside.NONE,
            Aside.NONE,
            Aside.NONE,
            Aside.NONE,
            Aside.NONE,
            Aside.RESTART,
            Aside.EXPORT,
            Aside.FORK,
            Aside.SHELL);

    private static final List<Cue> CUES =
            List.of(Cue.AT_ONCE, Cue.AT_ONCE, Cue.AFTER_ANSWER, Cue.WHILE_DOWN, Cue.AFTER_KILL, Cue.AFTER_KILL);

    /** The plan of a run, from 0. */
    static FaultPlan of(long seed, int run) {
        var random = new SplittableRandom(seed * 1_000_003 + run);
        var chats = new ArrayList<ChatPlan>();
        var topics = Math.max(0, random.nextInt(5) - 2);
        var privates = Math.max(2 - topics, random.nextInt(1, 4));
        for (var number = 1; number <= topics + privates; number++) {
            var place = number <= topics ? Place.TOPIC : Place.PRIVATE;
            chats.add(chat(run, number, place, random));
        }
        var kills = new ArrayList<Kill>();
        // Drawn apart: all else of a seed's plans stays what it was before bots died of faults of their own.
        var deaths = new SplittableRandom((seed * 1_000_003 + run) ^ DEATHS_APART);
        for (var left = random.nextInt(1, 4); left > 0; left--) {
            kills.add(kill(random, DEATHS.get(deaths.nextInt(DEATHS.size()))));
        }
        var plan = new FaultPlan(
                seed,
                run,
                random.nextInt(1, 4),
                List.copyOf(chats),
                List.copyOf(kills),
                CHANCES[random.nextInt(CHANCES.length)],
                2 * CHANCES[random.nextInt(CHANCES.length)],
                0);
        return plan.withFiles(new SplittableRandom((seed * 1_000_003 + run) ^ FILES_APART))
                .withAsides(new SplittableRandom((seed * 1_000_003 + run) ^ ASIDES_APART));
    }

    /** Drawn apart: all else of a seed's plans stays what it was before people gave commands besides. */
    private FaultPlan withAsides(SplittableRandom random) {
        var followed = chats.stream()
                .map(chat -> new ChatPlan(
                        chat.number(),
                        chat.place(),
                        chat.prompts().stream()
                                .map(prompt -> followed(prompt, chat.place(), random))
                                .toList()))
                .toList();
        return new FaultPlan(seed, run, permits, followed, kills, telegramFaults, claudeFaults, fileFaults);
    }

    /** Nothing else is said between the pieces of a paste; and a group bears 20 writes a minute. */
    private static PromptPlan followed(PromptPlan prompt, Place place, SplittableRandom random) {
        var aside = ASIDES.get(random.nextInt(ASIDES.size()));
        return prompt.kind() == Kind.PASTE || place == Place.TOPIC ? prompt : prompt.followedBy(aside);
    }

    /** Drawn apart: all else of a seed's plans stays what it was before people sent files. */
    private FaultPlan withFiles(SplittableRandom random) {
        var bringing = chats.stream().map(chat -> bringing(chat, random)).toList();
        var isAny = bringing.stream()
                .flatMap(chat -> chat.prompts().stream())
                .anyMatch(prompt -> prompt.brings() != Brings.NOTHING);
        return new FaultPlan(
                seed,
                run,
                permits,
                bringing,
                kills.stream()
                        .map(kill -> isAny ? nearFiles(kill, random) : kill)
                        .toList(),
                telegramFaults,
                claudeFaults,
                FILE_CHANCES[random.nextInt(FILE_CHANCES.length)]);
    }

    private static ChatPlan bringing(ChatPlan chat, SplittableRandom random) {
        var prompts = new ArrayList<PromptPlan>();
        for (var prompt : chat.prompts()) {
            var before = prompts.isEmpty() ? Optional.<PromptPlan>empty() : Optional.of(prompts.getLast());
            var what = random.nextInt(5) < 2 ? FILES.get(random.nextInt(FILES.size())) : Brings.NOTHING;
            var photos = random.nextInt(2, 5);
            var isPiece = prompt.kind() == Kind.PASTE
                    || before.filter(PromptPlan::endsFull).isPresent();
            prompts.add(prompt.bringing(isPiece ? Brings.NOTHING : possible(what, chat.place(), before), photos));
        }
        return new ChatPlan(chat.number(), chat.place(), List.copyOf(prompts));
    }

    /** In a private chat every photo is a prompt, so a reply goes to that of the one before. */
    private static Brings possible(Brings what, Place place, Optional<PromptPlan> before) {
        var isPhotoBefore = before.filter(PromptPlan::bringsPhotos).isPresent();
        if (place == Place.PRIVATE && what == Brings.DOCUMENT && isPhotoBefore) {
            return Brings.REPLIED_PHOTO;
        }
        return place == Place.PRIVATE && what == Brings.REPLIED_PHOTO && !isPhotoBefore ? Brings.PHOTO : what;
    }

    /** One of three kills comes while files are fetched, or just after. */
    private static Kill nearFiles(Kill kill, SplittableRandom random) {
        var count = random.nextInt(1, 5);
        var delay = Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(500));
        return random.nextInt(3) == 0
                ? new Kill(kill.victim(), Event.FETCH, count, delay, kill.down(), kill.fault())
                : kill;
    }

    private static ChatPlan chat(int run, int number, Place place, SplittableRandom random) {
        var prompts = new ArrayList<PromptPlan>();
        // A group bears 20 writes a minute over all its topics.
        var most = place == Place.TOPIC ? 2 : 4;
        for (var left = random.nextInt(1, most + 1); left > 0; left--) {
            var marker = "m" + run + "-c" + number + "-" + (prompts.size() + 1);
            var next = prompt(marker, place, prompts.isEmpty(), random);
            prompts.add(!prompts.isEmpty() && prompts.getLast().endsFull() ? simple(next) : next);
        }
        return new ChatPlan(number, place, List.copyOf(prompts));
    }

    private static PromptPlan prompt(String marker, Place place, boolean isFirst, SplittableRandom random) {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        if ((kind == Kind.LONG || kind == Kind.PASTE) && place == Place.TOPIC) {
            kind = Kind.TEXT;
        }
        return new PromptPlan(
                marker,
                kind,
                isFirst && random.nextInt(6) != 0 ? Cue.AT_ONCE : CUES.get(random.nextInt(CUES.size())),
                switch (kind) {
                    case LONG -> random.nextInt(60, 120);
                    case STOP -> random.nextInt(15, 25);
                    default -> random.nextInt(1, 4);
                },
                random.nextInt(kind == Kind.LONG ? 12 : 150),
                100 * random.nextInt(8),
                random.nextInt(5) == 0,
                stop(random),
                paste(random),
                Brings.NOTHING,
                0,
                Aside.NONE);
    }

    private static Stop stop(SplittableRandom random) {
        var afterKill = random.nextBoolean();
        return new Stop(
                afterKill, random.nextInt(afterKill ? 2 : 4) == 0 ? 0 : random.nextInt(afterKill ? 2_500 : 5_000));
    }

    private static Paste paste(SplittableRandom random) {
        var full = random.nextBoolean() ? Pieces.FULL : random.nextInt(Pieces.NEARLY_FULL, Pieces.FULL);
        var last = random.nextBoolean() ? full : random.nextInt(100, 2_000);
        return new Paste(random.nextInt(2, 4), full, last, random.nextBoolean());
    }

    /** The same prompt, of which the model says a few words, so that it can be answered together with the one before. */
    private static PromptPlan simple(PromptPlan of) {
        return new PromptPlan(
                of.marker(),
                Kind.TEXT,
                of.cue(),
                2,
                of.pauseMillis(),
                of.toolMillis(),
                of.discards(),
                of.stop(),
                of.paste(),
                Brings.NOTHING,
                0,
                Aside.NONE);
    }

    private static Kill kill(SplittableRandom random, Optional<JvmFault> fault) {
        var victim = List.of(Victim.values()).get(random.nextInt(Victim.values().length));
        var event = MOMENTS.get(random.nextInt(MOMENTS.size()));
        var count = switch (event) {
            case BOT_CALL -> random.nextInt(1, 12);
            case API_REQUEST, POLL -> random.nextInt(1, 5);
            case SAID -> random.nextInt(1, 6);
            case PRESSED, START, FETCH -> 1;
        };
        var delay = event == Event.START
                ? random.nextInt(3_000)
                : random.nextInt(3) == 0 ? 0 : random.nextInt(event == Event.API_REQUEST ? 1_500 : 300);
        return new Kill(victim, event, count, Duration.ofMillis(delay), Duration.ofMillis(random.nextInt(600)), fault);
    }
}
