package switchboard.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.audit.AuditEntry;
import switchboard.audit.AuditEntry.Kind;
import switchboard.command.Invocation;
import switchboard.command.Reaction;
import switchboard.model.Caller;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Prompt;
import switchboard.model.Question;

/**
 * What belongs to the record of who did what, read off a step's states and the reply to its sender. Pure.
 */
record Trail(ChatState before, ChatState next, Instant now) {

    /** What a step leaves in the record. */
    static List<Effect> of(Situation here, ChatProtocol.Command command, Situation.Step step, Instant now) {
        var trail = new Trail(here.state(), step.next().state(), now);
        var entries = new ArrayList<AuditEntry>();
        switch (command) {
            case ChatProtocol.Inherit inherit -> {
                return List.of(); // it was recorded where it comes from
            }
            case ChatProtocol.Submit submit -> trail.refused(submit, step).ifPresent(entries::add);
            case ChatProtocol.Edit edit -> trail.edited(edit, step).ifPresent(entries::add);
            case ChatProtocol.Answer answer ->
                trail.decided(answer.caller(), here.questions().find(answer.key()), answer.decision(), step)
                        .ifPresent(entries::add);
            case ChatProtocol.AnswerQueued answer ->
                trail.decided(answer.caller(), here.questions().find(answer.key()), new Decision.Say(""), step)
                        .ifPresent(entries::add);
            case ChatProtocol.Uploaded uploaded -> trail.uploaded(uploaded).ifPresent(entries::add);
            default -> {}
        }
        entries.addAll(trail.changes(caller(command)));
        return entries.stream().<Effect>map(Effect.Audit::new).toList();
    }

    /** What a chat that begins leaves in the record of turns that were stopped before. */
    static List<Effect> ofOpening(ChatState stored, ChatState next, Instant now) {
        return new Trail(stored, next, now)
                .changes(null).stream().<Effect>map(Effect.Audit::new).toList();
    }

    /** What a slash command leaves in the record, in which it has this line. */
    static Effect of(Invocation call, String line, Reaction reaction) {
        var isDenied = reaction.actions().stream().anyMatch(Reaction.Deny.class::isInstance);
        return new Effect.Audit(new AuditEntry(
                call.now(), call.caller(), call.state().id(), Kind.COMMAND, line, isDenied ? "denied" : "done", null));
    }

    private static @Nullable Caller caller(ChatProtocol.Command command) {
        return switch (command) {
            case ChatProtocol.Invoke invoke -> invoke.caller();
            case ChatProtocol.Answer answer -> answer.caller();
            case ChatProtocol.AnswerQueued answer -> answer.caller();
            case ChatInternal.Continue next -> next.asker().who();
            default -> null;
        };
    }

    private AuditEntry entry(@Nullable Caller who, Kind kind, String what, String outcome) {
        return new AuditEntry(now, who, next.id(), kind, what, outcome, null);
    }

    private AuditEntry entry(Prompt prompt, Kind kind, String what, String outcome) {
        return new AuditEntry(now, prompt.by(), next.id(), kind, what, outcome, prompt.id());
    }

    private AuditEntry entry(Prompt prompt, String outcome) {
        return entry(prompt, Kind.PROMPT, prompt.brief(AuditEntry.LONGEST), outcome);
    }

    private Optional<AuditEntry> refused(ChatProtocol.Submit submit, Situation.Step step) {
        return told(step, ChatProtocol.Refused.class)
                .map(refused -> entry(submit.prompt().by(submit.caller()), "refused"));
    }

    private Optional<AuditEntry> edited(ChatProtocol.Edit edit, Situation.Step step) {
        var words = Prompt.brief(edit.revision().wording().content(), AuditEntry.LONGEST);
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Show show ? Stream.of(show.event()) : Stream.empty())
                .flatMap(event -> switch (event) {
                    case ChatProtocol.Revised revised -> Stream.of("changed");
                    case ChatProtocol.Replied replied -> Stream.of("too_late");
                    default -> Stream.<String>of();
                })
                .findFirst()
                .map(outcome -> entry(edit.caller(), Kind.EDIT, words, outcome));
    }

    /** Ticks decide nothing yet, and a question that is no longer open has been decided by somebody else. */
    private Optional<AuditEntry> decided(
            Caller caller, Optional<Questions.Open> asked, Decision decision, Situation.Step step) {
        var settled = told(step, ChatProtocol.Settlement.class);
        if (asked.isEmpty() || settled.isEmpty() || decision instanceof Decision.Tick) {
            return Optional.empty();
        }
        var question = asked.get().question();
        var isForbidden = OwnersAlone.refusal(caller, question, decision).isPresent();
        if (!settled.get().taken() && !isForbidden) {
            return Optional.empty();
        }
        var kind = question instanceof Question.Permission ? Kind.PERMISSION : Kind.ANSWER;
        return Optional.of(new AuditEntry(
                now,
                caller,
                next.id(),
                kind,
                AuditWords.of(question),
                isForbidden ? "forbidden" : AuditWords.of(decision, question),
                asked.get().turn()));
    }

    private static <T> Optional<T> told(Situation.Step step, Class<T> message) {
        return step.effects().stream()
                .flatMap(
                        effect -> effect instanceof Effect.Answer<?> answer ? Stream.of(answer.message()) : Stream.of())
                .filter(message::isInstance)
                .map(message::cast)
                .findFirst();
    }

    private Optional<AuditEntry> uploaded(ChatProtocol.Uploaded uploaded) {
        return before.undelivered()
                .file(uploaded.key())
                .filter(file -> file.isPending())
                .map(file -> {
                    var call = file.call();
                    return new AuditEntry(
                            now,
                            null,
                            next.id(),
                            Kind.FILE,
                            file.name(),
                            uploaded.receipt().isSent() ? "sent" : "unsent",
                            call == null ? null : call.turn());
                });
    }

    /** What has become of the prompts and the settings. */
    private List<AuditEntry> changes(@Nullable Caller caller) {
        var entries = new ArrayList<AuditEntry>();
        if (!before.settings().equals(next.settings())) {
            entries.add(entry(caller, Kind.SETTINGS, AuditWords.of(before.settings(), next.settings()), "changed"));
        }
        if (!before.queue().equals(next.queue())) {
            prompts(next).filter(prompt -> !before.holds(prompt.id())).forEach(prompt -> accepted(prompt, entries));
            prompts(before).filter(prompt -> !next.holds(prompt.id())).forEach(prompt -> entries.add(gone(prompt)));
        }
        return entries;
    }

    private void accepted(Prompt prompt, List<AuditEntry> entries) {
        entries.add(entry(prompt, "accepted"));
        Content.only(Content.Attachment.class, prompt.content())
                .forEach(file -> entries.add(entry(prompt, Kind.FILE, file.title(), "received")));
    }

    private AuditEntry gone(Prompt prompt) {
        return entry(
                prompt,
                next.answers().stream()
                        .filter(answer -> answer.id().equals(prompt.id()))
                        .map(PendingAnswer::outcome)
                        .map(Outcome::kind)
                        .map(kind -> kind == Outcome.Kind.CANCELLED
                                ? "stopped"
                                : kind.name().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse("dropped"));
    }

    private static Stream<Prompt> prompts(ChatState state) {
        return Stream.concat(state.prompts(), state.onHold());
    }
}
