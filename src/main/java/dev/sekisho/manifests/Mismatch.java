package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.ArrayList;

/// Says which field of an object has the wrong shape, what it holds and what was expected.
final class Mismatch {

    private Mismatch() {}

    static FieldPath path(JsonMappingException e) {
        var steps = new ArrayList<FieldPath.Step>();
        for (var reference : e.getPath()) {
            var name = reference.getFieldName();
            if (name != null) {
                steps.add(new FieldPath.Step.Key(name));
            } else if (reference.getIndex() >= 0) {
                steps.add(new FieldPath.Step.Index(reference.getIndex()));
            }
        }
        return new FieldPath(steps);
    }

    static String message(JsonMappingException e, FieldPath path, JsonNode object) {
        var value = path.in(object);
        var isSecret = object.path("kind").asText("").equals("Secret");
        var holds = isSecret ? Wording.kind(value) : Wording.kindAndValue(value);
        var expected =
                e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                        ? ", expected " + Wording.expected(mismatch.getTargetType())
                        : ", which does not fit this field";
        return path + " is " + holds + expected;
    }
}
