package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol.Accepted;
import switchboard.chat.ChatProtocol.Receipt;
import switchboard.chat.Situation.Step;
import switchboard.command.Capability;
import switchboard.command.EditedCommand;
import switchboard.command.Reaction;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Original;
import switchboard.model.Prompt;
import switchboard.model.Recordings;
import switchboard.model.Reply;
import switchboard.model.Revision;
import switchboard.text.Texts;

/**
 * What an edit of a message leads to. A prompt that has not begun changes. What runs or is over stays as it is, and the person is
 * offered to ask again. An edit that changes nothing, and one of a message that the chat does not know any more, does nothing. Pure.
 */
record EditRules(Situation here, ChatContext context) {

    Step onEdit(ChatProtocol.Edit edit) {
        var revision = edit.revision();
        var accepted = new Effect.Answer<Receipt>(edit.replyTo(), new Accepted());
        if (!here.state().receipts().seenOf(edit.seen()).isEmpty()) {
            return here.aside(accepted);
        }
        var known = here.state()
                .receipts()
                .original(revision.message())
                .filter(original -> original.wording().author().equals(revision.author()));
        var seen = here.state().saw(edit.seen(), context.now());
        if (known.isEmpty()) {
            return revision.isNew() && !revision.isCommand()
                    ? firstAsked(seen, revision, accepted)
                    : here.aside(accepted);
        }
        return known.get().isChangedBy(revision.piece())
                ? changed(seen, known.get(), revision, accepted)
                : here.aside(accepted);
    }

    /** The message was not for the agent before, as far as the chat knows. */
    private Step firstAsked(ChatState seen, Revision revision, Effect accepted) {
        var content = new ArrayList<>(revision.attached());
        content.addAll(revision.wording().content());
        var original = Original.of(revision.wording(), Original.Kind.NOTHING).edited(revision.piece(), content);
        return say(seen.knows(original), revision, EditedCommand.offer(seen, original, content, mayGoBack()), accepted);
    }

    private Step changed(ChatState seen, Original original, Revision revision, Effect accepted) {
        if (revision.isCommand()) {
            return say(seen, revision, Reply.of(Texts.of("edit.command")), accepted);
        }
        if (original.kind() == Original.Kind.ANSWER) {
            var next = seen.with(
                    ChatState::receipts, receipts -> receipts.edit(original, original.edited(revision.piece(), null)));
            return say(next, revision, Reply.of(Texts.of("edit.answered")), accepted);
        }
        var turn = original.turn();
        var prompt = turn == null ? null : seen.queue().find(turn).orElse(null);
        var now = prompt == null ? revision.attached() : prompt.content();
        var edited = original.content(revision.piece(), Recordings.without(now));
        if (edited == null) {
            return say(seen, revision, Reply.of(Texts.of("edit.piece")), accepted);
        }
        var content = seen.receipts().told(Recordings.keeping(edited, now));
        if (prompt == null || seen.queue().hasBegun(prompt.id())) {
            return tooLate(seen, original, revision, prompt, content, accepted);
        }
        return revised(
                seen.with(ChatState::receipts, receipts -> receipts.edit(original, original.revised(revision.piece()))),
                prompt,
                content,
                accepted);
    }

    /** Offers to ask what the message says by now, unless that is what the agent was asked. */
    private Step tooLate(
            ChatState seen,
            Original original,
            Revision revision,
            @Nullable Prompt prompt,
            List<Content> content,
            Effect accepted) {
        if (prompt != null && prompt.content().equals(content)) {
            return here.become(
                    seen.with(
                            ChatState::receipts,
                            receipts -> receipts.edit(original, original.edited(revision.piece(), null))),
                    accepted);
        }
        var next = original.edited(revision.piece(), content);
        return say(
                seen.with(ChatState::receipts, receipts -> receipts.edit(original, next)),
                revision,
                EditedCommand.offer(seen, next, content, mayGoBack()),
                accepted);
    }

    private boolean mayGoBack() {
        return context.facts().provider().capabilities().contains(Capability.FORK);
    }

    private Step revised(ChatState edited, Prompt before, List<Content> content, Effect accepted) {
        if (before.content().equals(content)) {
            return here.become(edited, accepted);
        }
        var turn = before.id();
        var next = edited.with(ChatState::queue, queue -> queue.revise(turn, content));
        var effects = new ArrayList<Effect>();
        var asking = here;
        var isAboutFiles = here.questions().overBudget().isEmpty();
        if (isAboutFiles && !files(before.content()).equals(files(content))) {
            effects.addAll(questions().settleAll(turn)); // it was about files that are no longer brought
            asking = here.with(here.questions().without(turn));
        }
        if (here.work().isFlying(turn)) {
            asking = asking.with(here.work().revised());
            effects.add(new Effect.TellTurn(turn, new TurnProtocol.Revise(content)));
        }
        next.queue()
                .find(turn)
                .map(prompt -> Showing.revised(prompt, next.queue().isOnHold(turn)))
                .map(Effect.Show::new)
                .ifPresent(effects::add);
        effects.add(accepted);
        return asking.become(next, effects);
    }

    private static List<Content.Attachment> files(List<Content> content) {
        return Content.only(Content.Attachment.class, content);
    }

    private QuestionRules questions() {
        return new QuestionRules(here, context.now());
    }

    private Step say(ChatState next, Revision revision, Reply reply, Effect accepted) {
        var reaction = Reaction.say(next, reply);
        var effects = new ArrayList<Effect>();
        for (var action : reaction.actions()) {
            if (action instanceof Reaction.Say say) {
                effects.add(new Effect.Show(new ChatProtocol.Replied(say.reply(), revision.message())));
            }
        }
        effects.add(accepted);
        return here.become(reaction.next(), effects);
    }
}
