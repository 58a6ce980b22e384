import { useEffect, useState } from "preact/hooks";
import { getAccount } from "../api/reads.ts";
import type { ProfileDocument } from "../api/types.ts";

/** Names of accounts, asked once each. A name that cannot be had is no reason to show nothing: the address is there. */
const asked = new Map<string, Promise<ProfileDocument | null>>();

function profileOf(address: string): Promise<ProfileDocument | null> {
  const key = address.toLowerCase();
  const known = asked.get(key);
  if (known) return known;
  const answer = getAccount(key).then(
    ({ data }) => data.profile?.content ?? null,
    () => {
      asked.delete(key);
      return null;
    },
  );
  asked.set(key, answer);
  return answer;
}

export function forgetProfile(address: string): void {
  asked.delete(address.toLowerCase());
}

export function useProfile(address: string): ProfileDocument | null {
  const [profile, setProfile] = useState<ProfileDocument | null>(null);
  useEffect(() => {
    let wanted = true;
    setProfile(null);
    void profileOf(address).then((found) => wanted && setProfile(found));
    return () => {
      wanted = false;
    };
  }, [address]);
  return profile;
}
