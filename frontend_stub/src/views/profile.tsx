import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { storeDocument } from "../api/content.ts";
import { getAccount } from "../api/reads.ts";
import type { ProfileDocument } from "../api/types.ts";
import { callTo } from "../chain/contracts.ts";
import type { Job } from "../chain/job.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { PictureInput } from "../components/picture-input.tsx";
import { digestOfDocument } from "../core/documents.ts";
import { type ProfileForm, type ProfilePaper, profilePaper } from "../core/papers.ts";
import { forgetProfile } from "../state/profiles.ts";
import { addressOf } from "../state/session.ts";

interface Props {
  readonly profile: ProfileDocument | null;
  readonly onClose: () => void;
  readonly onDone: (block: number) => void;
}

export function ProfileDialog({ profile, onClose, onDone }: Props): JSX.Element {
  const [form, setForm] = useState<ProfileForm>(() => formOf(profile));
  const { paper, problems } = profilePaper(form, profile?.keys);
  const text = (key: Exclude<keyof ProfileForm, "picture">, label: string, hint: string, rows?: number) => (
    <TextField
      id={`profile-${key}`}
      label={label}
      hint={hint}
      value={form[key]}
      problem={form.name || key !== "name" ? problems[key] : undefined}
      onValue={(value) => setForm({ ...form, [key]: value })}
      {...(rows ? { rows } : {})}
    />
  );
  return (
    <Dialog title="Your profile" onClose={onClose}>
      {text("name", "Name", "Not unique: your address always stands beside it.")}
      {text("about", "About you", "What you make or look for.", 4)}
      <PictureInput
        id="profile-picture"
        label={form.picture ? "Another picture" : "Picture (optional)"}
        onPicture={({ cid }) => setForm({ ...form, picture: cid })}
      />
      {text("languages", "Languages", "Tags with commas between, such as en, pt-BR.")}
      {text("skills", "Skills", "With commas between.")}
      {text("links", "Links", "https addresses with commas between.")}
      <JobPanel
        job={paper && profileJob(paper)}
        jobKey={JSON.stringify(form)}
        confirm="Publish profile"
        onDone={onDone}
      />
    </Dialog>
  );
}

function formOf(profile: ProfileDocument | null): ProfileForm {
  return {
    name: profile?.name ?? "",
    about: profile?.about ?? "",
    picture: profile?.picture ?? null,
    languages: (profile?.languages ?? ["en"]).join(", "),
    skills: (profile?.skills ?? []).join(", "),
    links: (profile?.links ?? []).join(", "),
  };
}

function profileJob(paper: ProfilePaper): Job {
  let account = "";
  return {
    async plan(signer) {
      account = signer.account;
      const digest = await digestOfDocument(paper);
      return [
        {
          kind: "transaction",
          label: "Publish profile",
          call: () => callTo("Profiles", addressOf("Profiles"), "update", [digest]),
        },
      ];
    },
    prepare: async () => void (await storeDocument(paper)),
    async indexed(block) {
      await getAccount(account, { minBlock: block });
      forgetProfile(account);
    },
  };
}
