import {testEngineContract} from '@sidetone/core/testing';
import {jssip} from '@sidetone/engine-jssip';
import {asteriskFarEnd} from './asterisk.js';

testEngineContract('jssip', jssip, asteriskFarEnd());
