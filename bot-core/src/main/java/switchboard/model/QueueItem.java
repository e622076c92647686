package switchboard.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * An item of a chat's inbox, which is in the order asked: prompts, moves that take effect once their turn has come, and prompts
 * that were on hold.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Prompt.class, name = "prompt"),
    @JsonSubTypes.Type(value = SessionSwitch.class, name = "move"),
    @JsonSubTypes.Type(value = Placed.class, name = "placed")
})
public sealed interface QueueItem permits Prompt, SessionSwitch, Placed {

    /** The same entry with other content, if it is of this prompt. */
    default QueueItem revised(TurnId turn, List<Content> content) {
        return this;
    }

    /** The same entry in a chat where its message is not. */
    default QueueItem withoutMessage() {
        return this;
    }
}
