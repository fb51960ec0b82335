import {
  CheckboxField,
  LongTextField,
  OptionsField,
  SelectField,
  TextField,
} from "#app/components/field.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import type { QuestionView } from "#app/domain/views.ts";

/** Above this many a list to open is easier than a tower of radios. */
const RADIOS_AT_MOST = 6;

export function questionName(question: QuestionView): string {
  return `q_${question.id}`;
}

/** A question of the service as the control that fits it. */
export function QuestionField({ question, state }: { question: QuestionView; state: FieldState }) {
  const shared = { state, label: question.label, help: question.help, required: question.is_required };
  const options = question.options.map((option) => ({ value: option, label: option }));
  switch (question.kind) {
    case "text":
      return <TextField {...shared} maxLength={500} />;
    case "long_text":
      return <LongTextField {...shared} maxLength={5000} />;
    case "number":
      return <TextField {...shared} inputMode="decimal" maxLength={40} />;
    case "checkbox":
      return <CheckboxField {...shared} />;
    case "several":
      return <OptionsField {...shared} options={options} several />;
    case "choice":
      return options.length > RADIOS_AT_MOST ? (
        <SelectField {...shared} options={question.options} />
      ) : (
        <OptionsField {...shared} options={options} />
      );
  }
}
