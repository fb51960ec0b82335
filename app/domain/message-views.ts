import type { VersionedView } from "#app/domain/conflicts.ts";
import type { MessageTexts } from "#app/domain/message-settings.ts";
import type { CustomerKind, MemberKind, UnsubscribableKind } from "#app/domain/messages.ts";
import type { DeskView } from "#app/domain/views.ts";

/** What the pages about messages show. */

export type MessagesPageView = VersionedView & {
  desk: DeskView;
  customer: { kind: CustomerKind; is_on: boolean; is_optional: boolean; is_changed: boolean }[];
  /** `is_wanted`: by who looks. */
  member: { kind: MemberKind; is_on: boolean; is_wanted: boolean }[];
  account_email: string;
  just: string | null;
};

export type PreviewView = {
  subject: string;
  text: string;
  /** The address of the HTML, for a frame. */
  frame: string;
  /** Not what is saved. */
  is_typed: boolean;
};

export type MessagePageView = VersionedView & {
  desk: DeskView;
  kind: CustomerKind;
  is_on: boolean;
  is_changed: boolean;
  /** Daybook's words stand in the form, not saved. */
  to_own: boolean;
  own: MessageTexts;
  account_email: string;
  preview: PreviewView;
  just: string | null;
};

export type UnsubscribePageView = {
  path: string;
  provider: { username: string; name: string; photo_path: string | null; accent: string | null };
  kind: UnsubscribableKind;
  is_ended: boolean;
  /** Just taken back. */
  is_again: boolean;
};
