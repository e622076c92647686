package switchboard.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What waits in a chat's inbox, in the order asked: prompts, and moves that take effect once their turn has come. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Prompt.class, name = "prompt"),
    @JsonSubTypes.Type(value = Move.class, name = "move")
})
public sealed interface Entry permits Prompt, Move {}
