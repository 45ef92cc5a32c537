export const prometheusMessages = {
  'no-answer': {
    ja: 'Prometheus から答えが得られません({url}、{what}): {reason}',
    en: 'Prometheus gives no answer ({url}, {what}): {reason}',
  },
  'remedy-no-answer': {
    ja: 'ホストで確かめてください: systemctl status prometheus; curl -si {url}/-/ready。場所が違えば手順の url を直します',
    en: 'On the host: systemctl status prometheus; curl -si {url}/-/ready. If it is elsewhere, correct `url` in the step',
  },
} as const;
