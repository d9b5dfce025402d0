import { ArchiveRegular } from '@fluentui/react-icons/svg/archive';
import { ArrowBidirectionalUpDownRegular } from '@fluentui/react-icons/svg/arrow-bidirectional-up-down';
import { ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap';
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker';
import { BookRegular } from '@fluentui/react-icons/svg/book';
import { BoxRegular } from '@fluentui/react-icons/svg/box';
import { BookOpenRegular } from '@fluentui/react-icons/svg/book-open';
import { BuildingBankRegular } from '@fluentui/react-icons/svg/building-bank';
import { BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple';
import { CalendarCheckmarkRegular } from '@fluentui/react-icons/svg/calendar-checkmark';
import { CalendarLtrRegular } from '@fluentui/react-icons/svg/calendar-ltr';
import { CheckmarkStarburstRegular } from '@fluentui/react-icons/svg/checkmark-starburst';
import { ClipboardTaskListLtrRegular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr';
import { ClipboardTaskRegular } from '@fluentui/react-icons/svg/clipboard-task';
import { DocumentCheckmarkRegular } from '@fluentui/react-icons/svg/document-checkmark';
import { FlagRegular } from '@fluentui/react-icons/svg/flag';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { HomeRegular } from '@fluentui/react-icons/svg/home';
import { KeyMultipleRegular } from '@fluentui/react-icons/svg/key-multiple';
import { KeyRegular } from '@fluentui/react-icons/svg/key';
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { LaptopRegular } from '@fluentui/react-icons/svg/laptop';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { MailInboxAllRegular } from '@fluentui/react-icons/svg/mail-inbox-all';
import { MailInboxRegular } from '@fluentui/react-icons/svg/mail-inbox';
import { MailRegular } from '@fluentui/react-icons/svg/mail';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { PersonClockRegular } from '@fluentui/react-icons/svg/person-clock';
import { PersonLinkRegular } from '@fluentui/react-icons/svg/person-link';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { ShieldErrorRegular } from '@fluentui/react-icons/svg/shield-error';
import { ShieldTaskRegular } from '@fluentui/react-icons/svg/shield-task';
import { TimelineRegular } from '@fluentui/react-icons/svg/timeline';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from './frame.module.css';
import { useStore } from './store';

interface Place {
  to: LinkProps['to'];
  label: string;
  icon: ReactNode;
  exact?: boolean;
  /** Only for whoever reads everything: to others the desk answers nothing there. */
  whole?: boolean;
}

interface Part { title: string | null; places: Place[]; forAudit?: boolean }

const parts: Part[] = [
  { title: null, places: [{ to: '/', label: 'Overview', icon: <HomeRegular fontSize={20} />, exact: true }] },
  {
    title: 'Governance',
    places: [
      { to: '/reviews', label: 'Reviews', icon: <ClipboardTaskRegular fontSize={20} /> },
      { to: '/calendar', label: 'Calendar', icon: <CalendarLtrRegular fontSize={20} /> },
      { to: '/tasks', label: 'Tasks by hand', icon: <ClipboardTaskListLtrRegular fontSize={20} /> },
      { to: '/guests', label: 'Guests leaving', icon: <PersonClockRegular fontSize={20} />, whole: true },
      { to: '/exceptions', label: 'Exceptions', icon: <ShieldErrorRegular fontSize={20} /> },
      { to: '/exchange', label: 'Exchange', icon: <ArrowBidirectionalUpDownRegular fontSize={20} />, whole: true },
      { to: '/workstations', label: 'Workstations', icon: <DesktopRegular fontSize={20} />, whole: true },
      { to: '/notices', label: 'Notices', icon: <MailRegular fontSize={20} />, whole: true },
      { to: '/devices', label: 'Devices', icon: <LaptopRegular fontSize={20} />, whole: true },
      { to: '/disputes', label: 'Returned answers', icon: <ScalesRegular fontSize={20} />, whole: true },
      { to: '/evidence', label: 'Evidence', icon: <DocumentCheckmarkRegular fontSize={20} /> },
      { to: '/audit', label: 'Audit log', icon: <HistoryRegular fontSize={20} />, whole: true },
    ],
  },
  {
    title: 'Compliance',
    forAudit: true,
    places: [
      { to: '/compliance', label: 'Coverage', icon: <ShieldTaskRegular fontSize={20} /> },
      { to: '/findings', label: 'Findings', icon: <FlagRegular fontSize={20} /> },
      { to: '/controls', label: 'Controls', icon: <CalendarCheckmarkRegular fontSize={20} /> },
      { to: '/frameworks', label: 'Frameworks', icon: <BookOpenRegular fontSize={20} /> },
      { to: '/history', label: 'History', icon: <TimelineRegular fontSize={20} /> },
      { to: '/samples', label: 'Samples', icon: <BeakerRegular fontSize={20} /> },
      { to: '/retention', label: 'Retention', icon: <ArchiveRegular fontSize={20} /> },
    ],
  },
  {
    title: 'For me',
    places: [
      { to: '/inbox', label: 'Packets', icon: <MailInboxAllRegular fontSize={20} /> },
      { to: '/access', label: 'My access', icon: <KeyMultipleRegular fontSize={20} /> },
      { to: '/requests/mine', label: 'My requests', icon: <SendRegular fontSize={20} /> },
      { to: '/approvals', label: 'My approvals', icon: <CheckmarkStarburstRegular fontSize={20} /> },
    ],
  },
  {
    title: 'Access packages',
    places: [
      { to: '/catalogs', label: 'Catalogs', icon: <BookRegular fontSize={20} /> },
      { to: '/packages', label: 'Packages', icon: <BoxRegular fontSize={20} /> },
      { to: '/assignments', label: 'Assignments', icon: <KeyRegular fontSize={20} /> },
      { to: '/requests', label: 'Requests', icon: <MailInboxRegular fontSize={20} />, exact: true },
      { to: '/conflicts', label: 'Conflicts', icon: <ArrowSwapRegular fontSize={20} /> },
      { to: '/suggestions', label: 'Suggested packages', icon: <LightbulbRegular fontSize={20} /> },
      { to: '/organizations', label: 'Organizations', icon: <BuildingMultipleRegular fontSize={20} /> },
    ],
  },
  {
    title: 'Directory',
    places: [
      { to: '/directories', label: 'Directories', icon: <BuildingBankRegular fontSize={20} /> },
      { to: '/people', label: 'People', icon: <PersonRegular fontSize={20} /> },
      { to: '/correlation', label: 'Accounts and people', icon: <PersonLinkRegular fontSize={20} />, whole: true },
      { to: '/groups', label: 'Groups', icon: <PeopleTeamRegular fontSize={20} /> },
    ],
  },
  { title: 'Store', places: [{ to: '/settings', label: 'Settings', icon: <SettingsRegular fontSize={20} /> }] },
];

export function Navigation() {
  const { actor } = useStore();
  const all = actor.administrator || actor.complianceOfficer;
  return (
    <nav className={css.nav} aria-label="Main">
      {parts.filter((part) => !part.forAudit || all).map((part) => (
        <div key={part.title ?? 'top'}>
          {part.title && <h2>{part.title}</h2>}
          <ul>
            {part.places.filter((place) => all || !place.whole).map((place) => (
              <li key={place.label}>
                <Link to={place.to} className={css.link} activeOptions={{ exact: place.exact ?? false }} title={place.label}>
                  {place.icon}
                  <span className={css.label}>{place.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
