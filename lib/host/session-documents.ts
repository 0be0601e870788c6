import { LOGIN_PORT } from './ports.ts';

/**
 * Session document of the login: forwards a port of the person's machine to the login listener, and can name no other
 * port or host. Only the local port is the person's choice.
 */
export function loginDocument(): Record<string, unknown> {
  return {
    schemaVersion: '1.0',
    description: 'Forwards a port of your machine to the login page of the Client Portal gateway, and to nothing else.',
    sessionType: 'Port',
    parameters: {
      localPortNumber: {
        type: 'String',
        description: 'Port on your machine. 0 takes a free one.',
        allowedPattern: '^(0|[1-9][0-9]{0,4})$',
        default: '0',
      },
    },
    properties: {
      type: 'LocalPortForwarding',
      portNumber: String(LOGIN_PORT),
      localPortNumber: '{{ localPortNumber }}',
    },
  };
}

/**
 * Command document of `daybook host update`: takes no parameter, so nothing a caller writes reaches a shell.
 * Exit codes and output are those of `templates/gateway-host/update.sh`.
 */
export function updateDocument(): Record<string, unknown> {
  return {
    schemaVersion: '2.2',
    description: 'Brings the files of this deploy to the gateway host, and the newest gateway program if it opens.',
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'update',
        inputs: { timeoutSeconds: '1200', runCommand: ['exec /opt/daybook/bin/fetch-files.sh update.sh'] },
      },
    ],
  };
}
